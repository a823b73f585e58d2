/// An operating system of Vultr's catalogue.
///
/// It is looked up by name: the provider says that its numbers must not be relied on, and the one
/// in every example of its document is Ubuntu 16.04.
struct VultrSystem: VultrListed {
    static let listName = "os"

    /// What a name leads to.
    enum Choice: Equatable {
        case one(Int64)
        /// No system, or several: what to tell the user.
        case none(problem: String)
    }

    private var id: Int64
    private var name: String
    private var family: String

    /// - Returns: `nil` without an id or a name.
    init?(_ system: JSONValue) {
        guard let id = system.lenientID("id").flatMap({ Int64($0) }),
            let name = system.lenientText("name")
        else { return nil }
        self.id = id
        self.name = name
        family = system.lenientText("family") ?? ""
    }

    /// The system whose name holds all the words of `wanted`, with the fewest others.
    ///
    /// Case, `-` for a space, `LTS` and `x64` do not matter: `ubuntu-22.04` is
    /// `Ubuntu 22.04 LTS x64`. Of two that are called the same, the newer one. A name that fits
    /// several equally well is not guessed at.
    static func choose(_ wanted: String, among systems: [VultrSystem]) -> Choice {
        let words = Set(systemWords(wanted))
        let fitting = systems.filter {
            !words.isEmpty && words.isSubset(of: systemWords($0.name)) && !$0.isPlaceholder
        }
        let fewest = fitting.map { systemWords($0.name).count }.min()
        let best = fitting.filter { systemWords($0.name).count == fewest }
        guard let newest = best.max(by: { $0.id < $1.id }) else {
            return .none(problem: "no operating system is called \(wanted)")
        }
        let names = Set(best.map { systemWords($0.name) })
        guard names.count == 1 else {
            let some = best.map { bounded($0.name) }.sorted().prefix(5).joined(separator: ", ")
            return .none(problem: "\(wanted) may be any of these operating systems: \(some)")
        }
        return .one(newest.id)
    }

    /// Entries that are in the list and are no system: custom, snapshot, backup, application.
    private var isPlaceholder: Bool {
        ["iso", "snapshot", "backup", "application"].contains(family.lowercased())
    }
}

/// A system's name in lower-case words, those left out that say nothing.
private func systemWords(_ name: String) -> [String] {
    name.lowercased().split { !($0.isLetter || $0.isNumber || $0 == ".") }.map(String.init)
        .filter { $0 != "lts" && $0 != "x64" }
}
