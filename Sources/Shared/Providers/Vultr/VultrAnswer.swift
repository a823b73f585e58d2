/// What an error of Vultr's says: `{"error": text, "status": code}`, or a gateway's page.
///
/// Texts are part of what clients go by, as one status stands for many things.
struct VultrAnswer {
    private var text: String?

    /// Reads what an answer says; one that is no JSON object gives its first line as the text.
    ///
    /// Where the answer repeats the key, it is struck out: what is said here gets printed and kept.
    /// `document` is its body as JSON; `nil` when it is none.
    init(_ response: HTTPResponse, _ document: JSONValue?, hiding key: Secret) {
        if let document, case .object = document {
            text = document.lenientText("error")
        } else {
            text = firstLine(of: response)
        }
        text = text.map { $0.replacing(key.revealed, with: "\(key)") }
    }

    init(_ response: HTTPResponse, hiding key: Secret) {
        self.init(response, JSONValue(json: response.body), hiding: key)
    }

    /// The error's text for people: one line, at most 200 characters.
    var reason: String {
        guard let text, !text.isEmpty else { return "no reason given" }
        return bounded(text)
    }

    /// Whether the text holds one of these, whatever the case of its letters.
    func says(_ words: String...) -> Bool {
        says(anyOf: words)
    }

    func says(anyOf words: [String]) -> Bool {
        guard let text = text?.prefix(2000).lowercased() else { return false }
        return words.contains { text.contains($0) }
    }

    /// Whether this is how Vultr says that there is no such machine: `instance not found` with
    /// 404 today, `invalid instance ID` with 400 in 2021.
    func deniesInstance(_ status: Int) -> Bool {
        (status == 404 || status == 400) && says("instance not found", "invalid instance id")
    }
}
