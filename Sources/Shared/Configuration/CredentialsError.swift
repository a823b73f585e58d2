/// Why there is no key to talk to a provider with; the key itself is never in it.
package enum CredentialsError: Explained, Equatable {
    case notFound(provider: ProviderName, looked: [String])
    case unreadable(provider: ProviderName, path: String, words: String)
    /// Promise S4: a key file of ours is for its owner alone.
    case readableByOthers(path: String)
    case notAKey(place: String)
    case tooLong(place: String)
    /// Promise S1: what is written in the configuration is kept in the state.
    case inConfiguration(provider: ProviderName, place: String)

    package var explanation: Explanation {
        switch self {
        case .notFound(let provider, let looked):
            Explanation(
                what: "there is no API key of \(provider.brand); "
                    + "looked for \(looked.joined(separator: ", "))",
                hint: "set \(provider.keyVariable), or name a file of mode 0600 by "
                    + "providers.\(provider).key_file",
                status: .credentials)
        case .unreadable(let provider, let path, let words):
            Explanation(
                what: "the key file \(words)", place: path,
                hint: "mend providers.\(provider).key_file, or leave it out for "
                    + (provider == .vast ? "the official client's key" : provider.keyVariable),
                status: .configuration)
        case .readableByOthers(let path):
            Explanation(
                what: "others can read this key file", place: path,
                hint: "chmod 600 \(path.quotedForShell)", status: .configuration)
        case .tooLong(let place):
            Explanation(
                what: "this is no API key: it is longer than any", place: place,
                hint: "write the key alone, on one line", status: .credentials)
        case .notAKey(let place):
            Explanation(
                what: "this is no API key: it holds white space, a control character or a letter "
                    + "beyond ASCII", place: place,
                hint: "write the key alone, on one line", status: .credentials)
        case .inConfiguration(let provider, let place):
            Explanation(
                what: "the API key of \(provider.brand) stands here; it goes nowhere but to its "
                    + "provider, and this file's text is kept in the state", place: place,
                hint: "take it out; nothing was sent. Set \(provider.keyVariable), or name a file "
                    + "of mode 0600 by providers.\(provider).key_file",
                status: .configuration)
        }
    }
}

extension ProviderName {
    /// As people write it.
    fileprivate var brand: String {
        switch self {
        case .vast: "Vast"
        case .vultr: "Vultr"
        }
    }

    fileprivate var keyVariable: String {
        switch self {
        case .vast: "VAST_API_KEY"
        case .vultr: "VULTR_KEY"
        }
    }
}

extension String {
    /// The text as one word of a shell command.
    var quotedForShell: String {
        let isPlain =
            !isEmpty
            && unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || "0123456789/._-+".unicodeScalars.contains($0))
            }
        guard !isPlain else { return self }
        return "'"
            + split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }
}
