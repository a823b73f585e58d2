/// Why the state cannot be used.
///
/// Every case leaves the file as it was found (promise D4).
package enum StateError: Error, Equatable {
    /// SQLite refused; `code` is its primary result code.
    case sqlite(code: Int32, message: String, file: String)
    /// The file is there and is not a state file of ours, or is damaged.
    case damaged(reason: String, file: String)
    /// The file was written by a newer version of these tools.
    case newer(version: Int, known: Int, file: String)
    /// The file has an older schema, and was opened only to read.
    case older(version: Int, known: Int, file: String)
    case readOnly(file: String)
    case networkFileSystem(kind: String, folder: String)
    case folder(reason: String, folder: String)
    /// The state belongs to a fleet of another name.
    case otherFleet(state: String, configured: String, file: String)
    /// Somebody changed the rental since it was read (promise M5).
    case changedMeanwhile(rental: String)
}

extension StateError: Explained {
    package var explanation: Explanation {
        switch self {
        case .sqlite(let code, let message, let file):
            Explanation(
                what: "the state cannot be used: \(message)", place: file,
                hint: sqliteHint(code), status: .state)
        case .damaged(let reason, let file):
            Explanation(
                what: "the state is damaged: \(reason)", place: file,
                hint: "nothing was changed; put a good copy of this file in its place, "
                    + "with its -wal file if it has one",
                status: .state)
        case .newer(let version, let known, let file):
            Explanation(
                what: "the state has schema \(version), this program knows up to \(known)",
                place: file, hint: "install the version that wrote it, or a newer one",
                status: .state)
        case .older(let version, let known, let file):
            Explanation(
                what: "the state has schema \(version), this program writes \(known)",
                place: file, hint: "run once without --dry-run to bring it forward",
                status: .state)
        case .readOnly(let file):
            Explanation(
                what: "the state is read-only", place: file,
                hint: "make it writable for its owner: chmod u+w", status: .state)
        case .networkFileSystem(let kind, let folder):
            Explanation(
                what: "the state folder is on \(kind), where locks cannot be relied on",
                place: folder, hint: "set state: to a folder on a local disk", status: .state)
        case .folder(let reason, let folder):
            Explanation(
                what: "the state folder cannot be used: \(reason)", place: folder,
                hint: "check that it is a folder of this user", status: .state)
        case .otherFleet(let state, let configured, let file):
            Explanation(
                what: "this state belongs to fleet \(state), the configuration says \(configured)",
                place: file,
                hint: "set fleet: back to \(state), or give the new fleet a state: of its own",
                status: .configuration)
        case .changedMeanwhile(let rental):
            Explanation(
                what: "rental \(rental) was changed by another run meanwhile",
                hint: "run again", status: .incomplete)
        }
    }
}

private func sqliteHint(_ code: Int32) -> String {
    switch code {
    case 13: "free some space on that disk, then run again"  // SQLITE_FULL
    case 5, 6: "another program holds it; run again later"  // SQLITE_BUSY, SQLITE_LOCKED
    default: "check that the disk has space and the folder belongs to this user"
    }
}
