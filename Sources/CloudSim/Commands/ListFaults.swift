import ArgumentParser

/// `cloudsim fault list`: every rule, spent ones too.
struct ListFaults: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show every rule, and how often it has struck.")

    @OptionGroup var connection: Connection

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let faults = try connection.call("GET", "/faults")
        guard !json else {
            print(String(decoding: faults.encoded, as: UTF8.self))
            return
        }
        for rule in faults["faults"]?.elements ?? [] { print(faultLine(rule)) }
    }
}
