/// The key of a provider's account, and where it was found.
package struct Credentials: Equatable, Sendable {
    package private(set) var key: Secret
    /// For messages: `VAST_API_KEY`, or the path of a file.
    package let source: String
    /// What is not quite right but does not stop a run, each with the command that mends it.
    package let warnings: [Explanation]

    init(key: Secret, source: String, warnings: [Explanation]) {
        self.key = key
        self.source = source
        self.warnings = warnings
        self.key.place = source
    }

    /// Looks for the API key of Vast: `VAST_API_KEY`, then the `key_file` of the configuration,
    /// then where the official client keeps it.
    ///
    /// An empty variable counts as unset; `places` says where those stand that come from a
    /// `.env`. A `key_file` that is named is the only file looked at,
    /// and refused when others can read it; the official client's own file is taken with a
    /// warning then, as that client writes it so.
    /// - Throws: `CredentialsError` when there is no key, or the first one found is of no use.
    package static func vast(
        keyFile: String?, home: String, environment: [String: String],
        places: [String: String] = [:]
    ) throws(CredentialsError) -> Credentials {
        if let text = environment["VAST_API_KEY"], let key = Secret(text) {
            return try named("VAST_API_KEY", key, places)
        }
        if let keyFile { return try own(keyFile, of: .vast) }
        var looked = ["VAST_API_KEY"]
        for path in officialFiles(home: home, environment: environment) {
            switch SmallFile.result(path: path, limit: mostBytes) {
            case .success(let file):
                guard let key = Secret(String(decoding: file.bytes, as: UTF8.self)) else {
                    looked.append("\(path) (is empty)")
                    continue
                }
                try check(key, at: path)
                let warnings = file.isReadableByOthers ? [readable(path)] : []
                return Credentials(key: key, source: path, warnings: warnings)
            case .failure(.missing): looked.append(path)
            case .failure(let failure): looked.append("\(path) (\(failure.words))")
            }
        }
        throw .notFound(provider: .vast, looked: looked)
    }

    /// Looks for the API key of Vultr: `VULTR_KEY`, then `VULTR_API_KEY`, then the `key_file` of
    /// the configuration.
    ///
    /// An empty variable counts as unset; `places` says where those stand that come from a
    /// `.env`. A file that others can read is refused.
    /// - Throws: `CredentialsError` when there is no key, or the first one found is of no use.
    package static func vultr(
        keyFile: String?, environment: [String: String], places: [String: String] = [:]
    ) throws(CredentialsError) -> Credentials {
        let names = ["VULTR_KEY", "VULTR_API_KEY"]
        for name in names {
            guard let text = environment[name], let key = Secret(text) else { continue }
            return try named(name, key, places)
        }
        guard let keyFile else { throw .notFound(provider: .vultr, looked: names) }
        return try own(keyFile, of: .vultr)
    }

    private static func named(
        _ name: String, _ key: Secret, _ places: [String: String]
    ) throws(CredentialsError) -> Credentials {
        try check(key, at: "environment \(name)")
        return Credentials(
            key: key, source: places[name].map { "\(name) in \($0)" } ?? name, warnings: [])
    }

    private static func own(
        _ path: String, of provider: ProviderName
    ) throws(CredentialsError) -> Credentials {
        let file: SmallFile
        do throws(SmallFile.Failure) {
            file = try SmallFile(path: path, limit: mostBytes)
        } catch {
            throw .unreadable(provider: provider, path: path, words: error.words)
        }
        guard !file.isReadableByOthers else { throw .readableByOthers(path: path) }
        guard let key = Secret(String(decoding: file.bytes, as: UTF8.self)) else {
            throw .unreadable(provider: provider, path: path, words: "is empty")
        }
        try check(key, at: path)
        return Credentials(key: key, source: path, warnings: [])
    }
}

/// Longer than any key, and short enough for a header.
private let mostBytes = 4096

/// Where version 1.9 of the official client keeps its key, newest place first.
private func officialFiles(home: String, environment: [String: String]) -> [String] {
    let base = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let folders = [base, home.hasPrefix("/") ? "\(home)/.config" : nil].compactMap(\.self)
    let files = folders.map { "\($0)/vastai/vast_api_key" }
    let legacy = home.hasPrefix("/") ? ["\(home)/.vast_api_key"] : []
    return Array(files.prefix(1)) + files.dropFirst().filter { $0 != files[0] } + legacy
}

/// Refuses what cannot stand in a header: visible ASCII only, so no line break can end it.
private func check(_ key: Secret, at place: String) throws(CredentialsError) {
    guard key.revealed.utf8.count <= mostBytes else { throw .tooLong(place: place) }
    guard key.revealed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw .notAKey(place: place)
    }
}

private func readable(_ path: String) -> Explanation {
    Explanation(
        what: "others can read this key", place: path,
        hint: "chmod 600 \(path.quotedForShell)", status: .done)
}

extension SmallFile {
    fileprivate static func result(path: String, limit: Int) -> Result<SmallFile, Failure> {
        do throws(Failure) {
            return .success(try SmallFile(path: path, limit: limit))
        } catch {
            return .failure(error)
        }
    }
}
