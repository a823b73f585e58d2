import ArgumentParser

/// `cloudsim fault`: makes calls go wrong.
struct Fault: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make calls go wrong, on purpose.",
        subcommands: [AddFault.self, ListFaults.self, ClearFaults.self])
}
