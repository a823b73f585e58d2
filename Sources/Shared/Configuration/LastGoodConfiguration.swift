import Glibc

/// The way from a configuration file to the state folder it named when it was last good, so that
/// a broken file does not leave the machines without protection.
///
/// One symbolic link for each file, in `$XDG_STATE_HOME/fleetkeeper/by-configuration`.
package struct LastGoodConfiguration: Sendable {
    private let links: String?

    package init(home: String, environment: [String: String]) {
        let base = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let inHome = home.hasPrefix("/") ? "\(home)/.local/state" : nil
        links = (base ?? inHome).map { "\($0)/fleetkeeper/by-configuration" }
    }

    /// Notes which state folder a configuration names.
    ///
    /// Failing to is no harm to this run.
    ///
    /// - Parameters:
    ///   - file: The configuration's absolute path.
    ///   - folder: The state folder's absolute path.
    package func note(_ file: String, uses folder: StateFolder) {
        guard let links else { return }
        guard (try? StateFolder(path: links).prepare()) != nil else { return }
        let link = "\(links)/\(name(of: file))"
        guard stateFolder(of: file)?.path != folder.path else { return }
        let draft = "\(link).\(getpid())"
        guard symlink(folder.path, draft) == 0 else { return }
        if rename(draft, link) != 0 { unlink(draft) }
    }

    /// The state folder that a configuration named when it was last good; `nil` when unknown.
    package func stateFolder(of file: String) -> StateFolder? {
        guard let links else { return nil }
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("\(links)/\(name(of: file))", &target, target.count)
        guard count > 0 else { return nil }
        let bytes = target[..<count].map { UInt8(bitPattern: $0) }
        return StateFolder(path: String(decoding: bytes, as: UTF8.self))
    }

    /// A short name for a path: its 64-bit FNV-1a hash (Fowler, Noll and Vo) in hexadecimal.
    private func name(of file: String) -> String {
        let hash = file.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return String(hash, radix: 16)
    }
}
