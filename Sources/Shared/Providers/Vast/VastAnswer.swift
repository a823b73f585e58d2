/// What every answer of Vast's may say about its own success, in all the shapes seen.
///
/// The usual error is `{"success": false, "error": word, "msg": text}`; `message` or `detail` may
/// stand for `msg`, the body may be plain text or HTML, and a 200 may carry `success: false`.
struct VastAnswer {
    var success: Bool?
    var error: String?
    var text: String?
    /// The id of a machine that exists because of this request, whatever `success` says.
    var newContract: String?

    private static let texts = ["msg", "message", "detail"]

    /// Reads what an answer says; one that is no JSON object gives its first line as the text.
    ///
    /// Where the answer repeats the key, or the secrets of an order's `setup`, they are struck out:
    /// what is said here gets printed and kept.
    /// `document` is its body as JSON; `nil` when it is none.
    init(
        _ response: HTTPResponse, _ document: JSONValue?, hiding key: Secret,
        and setup: MachineSetup = MachineSetup()
    ) {
        if let document, case .object = document {
            success = document.lenientFlag("success")
            error = document.lenientText("error")
            text = Self.texts.lazy.compactMap { document.lenientText($0) }.first
            newContract = document.lenientID("new_contract")
        } else {
            text = firstLine(of: response)
        }
        error = error.map { setup.struckOut(of: $0.replacing(key.revealed, with: "\(key)")) }
        text = text.map { setup.struckOut(of: $0.replacing(key.revealed, with: "\(key)")) }
    }

    init(
        _ response: HTTPResponse, hiding key: Secret, and setup: MachineSetup = MachineSetup()
    ) {
        self.init(response, JSONValue(json: response.body), hiding: key, and: setup)
    }

    /// The error's word and text for people: one line, at most 200 characters.
    var reason: String {
        let parts = [error, text].compactMap { $0 }.filter { !$0.isEmpty }
        return parts.isEmpty ? "no reason given" : bounded(parts.joined(separator: ": "))
    }

    /// Whether the word or the text names this error: Vast uses both places.
    func names(_ word: String) -> Bool {
        error == word || (text ?? "").contains(word)
    }
}
