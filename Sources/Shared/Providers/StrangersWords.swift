/// The first line of a body that is not JSON, tags left out; what kind of body when it is HTML.
func firstLine(of response: HTTPResponse) -> String {
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

extension HTTPError {
    /// The error as `ProviderError.unreachable` gives its reason: it follows the provider's name.
    var ofProvider: String {
        switch self {
        case .outOfTime: "was not asked: \(summary)"
        case .cancelled: "gave no answer: \(summary)"
        case .notSent, .answerLost: "cannot be reached: \(summary)"
        case .tooLarge, .headersTooLarge: "gave no answer that can be read: \(summary)"
        }
    }

    /// The error in a few words.
    package var summary: String {
        switch self {
        case .notSent(let reason), .answerLost(let reason): reason
        case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
        case .headersTooLarge(let limit): "the answer's headers are larger than \(limit) bytes"
        case .outOfTime: "no time was left before the run's deadline"
        case .cancelled: "the run was interrupted"
        }
    }
}

extension HTTPResponse {
    /// What it says went wrong at the provider, as `ProviderError.unreachable` gives its reason:
    /// `answered 503, 4 times: overloaded`.
    func failing(_ words: String) -> String {
        "answered \(status)\(attempts > 1 ? ", \(attempts) times" : ""): \(words)"
    }
}
