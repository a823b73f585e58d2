import Foundation
import Shared
import Testing

/// A result that nobody can read is a failure, and what the run did is recorded all the same.
@Suite struct LostOutputTests {
    let cloud: Cloud
    let fleet: TestFleet

    init() throws {
        cloud = try Cloud()
        fleet = try TestFleet(cloud)
    }

    /// Runs `autoscaler` in a shell that does something to it first.
    private func run(_ words: String, _ redirection: String) throws -> Finished {
        try Program(
            "/bin/sh",
            [
                "-c",
                "\(redirection.hasPrefix("ulimit") ? redirection : ":"); exec \"$0\" \(words) "
                    + "\(redirection.hasPrefix("ulimit") ? "" : redirection)",
                built("autoscaler"), fleet.folder.path("fleet.yaml"),
            ],
            environment: fleet.environment, in: fleet.folder
        ).wait()
    }

    /// How many runs the state has, and how many of them ended.
    private func runs() throws -> [Int64?] {
        let row = try Connection(file: fleet.stateFile, mode: .read).rows(
            "SELECT count(*) AS begun, count(ended) AS ended FROM run"
        ).first
        return [row?.integer("begun"), row?.integer("ended")]
    }

    @Test(arguments: [">/dev/full", ">&-"])
    func `74 when the result cannot be written, and the run is recorded`(_ redirection: String)
        throws
    {
        try fleet.queue(1)
        let table = try run("--check --config \"$1\"", redirection)
        let json = try run("--check --json --config \"$1\"", redirection)
        for finished in [table, json] {
            #expect(finished.status == 74)
            #expect(finished.output.isEmpty)
            #expect(
                finished.errors.contains("the result could not be written to standard output: "))
        }
        #expect(try cloud.bill().existing.count == 1)
        #expect(try runs() == [2, 2])
        #expect(try fleet.check().status == 0)
    }

    @Test(arguments: ["--help", "--version"])
    func `help that cannot be written is a failure, too`(_ word: String) throws {
        #expect(try run(word, ">/dev/full").status == 74)
        #expect(try run(word, ">&-").status == 74)
    }

    @Test func `where no file may grow the run exits 74, and no signal kills it`() throws {
        #expect(try fleet.check().status == 0)
        try fleet.queue(1)
        #expect(try run("--check --config \"$1\"", "ulimit -f 0").status == 74)
        #expect(try fleet.check().status == 0)
        #expect(try cloud.bill().existing.count == 1)
    }

    @Test func `nothing is printed on an uneventful run, as JSON neither`() throws {
        #expect(try fleet.check().status == 0)
        let quiet = try fleet.check("--quiet", "--json")
        #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)
        try fleet.folder.write("a lot", to: "queue")
        #expect(JSONValue(json: Array(try fleet.check("--quiet", "--json").output.utf8)) != nil)
    }
}
