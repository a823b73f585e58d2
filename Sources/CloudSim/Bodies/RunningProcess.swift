import FoundationEssentials
import Glibc

/// A process of this machine, as /proc has it at one moment.
struct RunningProcess {
    let id: pid_t
    let parent: pid_t
    /// The program's name, cut off after 15 characters.
    let name: String

    /// The descendants of a process, in no order; those whose parent ended are not among them.
    static func descendants(of ancestor: pid_t) -> [RunningProcess] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let all = names.compactMap { pid_t($0) }.compactMap(RunningProcess.init)
        let children = Dictionary(grouping: all, by: \.parent)
        var found: [RunningProcess] = []
        var parents = [ancestor]
        while let parent = parents.popLast() {
            found += children[parent] ?? []
            parents += (children[parent] ?? []).map(\.id)
        }
        return found
    }

    /// Nothing when it has ended.
    private init?(_ id: pid_t) {
        guard let bytes = (try? PrivateFile.read("/proc/\(id)/stat")) ?? nil else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        // The name is in brackets, and may hold any character.
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"),
            let parent = text[close...].split(separator: " ").dropFirst(2).first,
            let number = pid_t(parent)
        else { return nil }
        self.id = id
        self.parent = number
        name = String(text[text.index(after: open)..<close])
    }

    /// Whether it is an sshd that waits for connections, and serves none itself.
    var isListener: Bool {
        let line = (try? PrivateFile.read("/proc/\(id)/cmdline")) ?? nil
        let text = String(decoding: line ?? [], as: UTF8.self)
        // Sessions call themselves after their user; a listener names its program, cut off.
        return !text.hasPrefix("sshd: ") || text.hasPrefix("sshd: /")
    }
}
