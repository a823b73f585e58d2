import ArgumentParser

/// `cloudsim fault clear`: no rules any more.
struct ClearFaults: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Remove every rule; what they did to machines stays.")

    @OptionGroup var connection: Connection

    func run() throws {
        _ = try connection.call("DELETE", "/faults")
    }
}
