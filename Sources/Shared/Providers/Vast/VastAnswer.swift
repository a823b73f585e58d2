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
    /// Where the answer repeats the key, it is struck out: what is said here gets printed and kept.
    init(_ response: HTTPResponse, hiding key: Secret) {
        if let decoded = try? JSONDecoder().decode(VastAnswer.self, from: Data(response.body)) {
            self = decoded
        } else {
            self.init(text: firstLine(of: response))
        }
        error = error.map { $0.replacing(key.revealed, with: "\(key)") }
        text = text.map { $0.replacing(key.revealed, with: "\(key)") }
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

extension KeyedDecodingContainer {
    /// An id that comes as a number or as text; `nil` for anything else.
    func lenientID(_ key: Key) -> String? {
        if let number = try? decode(Int64.self, forKey: key) { return "\(number)" }
        guard let text = try? decode(String.self, forKey: key), !text.isEmpty else { return nil }
        return text
    }

    /// A number that may come as text; `nil` for anything else.
    func lenientNumber(_ key: Key) -> Double? {
        if let number = try? decode(Double.self, forKey: key) { return number }
        return (try? decode(String.self, forKey: key)).flatMap(Double.init)
    }

    func lenientText(_ key: Key) -> String? {
        try? decode(String.self, forKey: key)
    }
}

/// The first line of a body that is not JSON, tags left out; what kind of body when it is HTML.
private func firstLine(of response: HTTPResponse) -> String {
    let text = String(decoding: response.body.prefix(2000), as: UTF8.self)
    let start = text.drop(while: \.isWhitespace)
    if start.isEmpty { return "an empty body" }
    if start.hasPrefix("<") { return "an HTML page" }
    return String(start.prefix { !$0.isNewline })
}

/// Keeps a stranger's words short, on one line and without a terminal's control characters
/// (promise S3).
func bounded(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(2000) {
        let isPlain =
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
            default: true
            }
        line.append(isPlain ? scalar : " ")
    }
    let kept = String(line)
    return kept.count <= 200 ? kept : String(kept.prefix(200)) + "…"
}
