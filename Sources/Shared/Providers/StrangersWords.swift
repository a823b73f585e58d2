/// The first line of a body that is not JSON, tags left out; what kind of body when it is HTML.
func firstLine(of response: HTTPResponse) -> String {
    let text = String(decoding: response.body.prefix(2000), as: UTF8.self)
    let start = text.drop(while: \.isWhitespace)
    if start.isEmpty { return "an empty body" }
    if start.hasPrefix("<") { return "an HTML page" }
    return String(start.prefix { !$0.isNewline })
}

/// Keeps a stranger's words short and on one line (promise S3).
func bounded(_ text: String) -> String {
    let line = text.map { $0.isNewline || $0.asciiValue.map { $0 < 32 } ?? false ? " " : $0 }
    return line.count <= 200 ? String(line) : String(line.prefix(200)) + "…"
}

extension HTTPError {
    /// The error in a few words.
    package var summary: String {
        switch self {
        case .notSent(let reason), .answerLost(let reason): reason
        case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
        case .cancelled: "the run was interrupted"
        }
    }
}
