import FoundationEssentials

/// What every answer of Vast's may say about its own success, in all the shapes seen.
///
/// The usual error is `{"success": false, "error": word, "msg": text}`; `message` or `detail` may
/// stand for `msg`, the body may be plain text or HTML, and a 200 may carry `success: false`.
struct VastAnswer: Decodable {
    var success: Bool?
    var error: String?
    var text: String?
    /// The id of a machine that exists because of this request, whatever `success` says.
    var newContract: String?

    private enum CodingKeys: String, CodingKey {
        case success, error, msg, message, detail
        case newContract = "new_contract"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        success = try? container.decode(Bool.self, forKey: .success)
        error = try? container.decode(String.self, forKey: .error)
        let texts = [CodingKeys.msg, .message, .detail]
        text = texts.lazy.compactMap { try? container.decode(String.self, forKey: $0) }.first
        newContract = container.lenientID(.newContract)
    }

    init(text: String) {
        self.text = text
    }

    /// Reads an answer's body; one that is no JSON object gives its first line as the text.
    ///
    /// Where the answer repeats the key, or the secrets of an order's `setup`, they are struck out:
    /// what is said here gets printed and kept.
    init(
        _ response: HTTPResponse, hiding key: Secret, and setup: MachineSetup = MachineSetup()
    ) {
        if let decoded = try? JSONDecoder().decode(VastAnswer.self, from: Data(response.body)) {
            self = decoded
        } else {
            self.init(text: firstLine(of: response))
        }
        error = error.map { setup.struckOut(of: $0.replacing(key.revealed, with: "\(key)")) }
        text = text.map { setup.struckOut(of: $0.replacing(key.revealed, with: "\(key)")) }
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
