/// Files on a machine that must come home before it may be destroyed (promise D1).
package struct SyncSet: Equatable, Sendable {
    package enum Source: Equatable, Sendable {
        /// An absolute folder on the machine, with what is in it.
        case folder(String)
        /// An absolute path of an SQLite database on the machine, which may be in use.
        case database(String)
    }

    /// Unique within its group.
    package var name: String
    package var source: Source
    /// Where it comes home to: an absolute path here, in which `{instance}` stands for the
    /// machine's name, so that machines never write over each other.
    package var destination: String

    package init(name: String, source: Source, destination: String) {
        self.name = name
        self.source = source
        self.destination = destination
    }
}
