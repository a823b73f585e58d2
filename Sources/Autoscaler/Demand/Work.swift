import Shared

/// Which machines work, as somebody who hands out the jobs sees it.
struct Work: Equatable, Sendable {
    /// What one machine does.
    struct Load: Equatable, Sendable {
        var jobs: Int
        /// Since when it has had none, where the source says so.
        var idleSince: Instant?
    }

    /// By the name of the machine, in lower case: the provider's id with or without the provider
    /// (`vast-12345`, `12345`), or a rental's id, which a label ends with.
    ///
    /// A machine that is not named has no work.
    var machines: [String: Load]
    var observedAt: Instant

    /// What a rental's machine does.
    func load(of rental: Rental) -> Load {
        let names = [
            rental.id.description, rental.instance?.description, rental.instance?.value,
        ]
        let found = names.compactMap { $0.flatMap { machines[$0.lowercased()] } }
        // One machine under two names works when either says so.
        return found.max { $0.jobs < $1.jobs } ?? Load(jobs: 0)
    }

    /// The name under which a machine is kept: a label by the rental's id at its end.
    static func key(_ written: String) -> String {
        let name = written.lowercased()
        guard name.hasPrefix("fk-") else { return name }
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        let end = parts.suffix(2).joined(separator: "-")
        return RentalID(end) == nil ? name : end
    }
}

/// What is known of who works.
typealias BusyReading = Reading<Work>

extension Reading<Work> {
    /// The reading for people.
    var summary: String {
        switch self {
        case .known(let work, let age): "\(work.summary), read \(age.text) ago"
        case .stale(_, let age, let maxAge):
            "stale: read \(age.text) ago, older than \(maxAge.text)"
        case .missing(let reason): "unknown: \(reason)"
        }
    }
}

extension Work {
    fileprivate var summary: String {
        let count = machines.values.count { $0.jobs > 0 }
        return count == 1 ? "1 machine works" : "\(count) machines work"
    }
}
