import Foundation
import Shared
import Testing

@testable import CloudSim

/// The real program over real sockets.
@Suite struct ServeTests {
    let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    @Test func `the ready file is private and leads to the simulator`() throws {
        let server = try RunningServer(in: folder)
        let mode = try FileManager.default.attributesOfItem(atPath: server.readyPath)[
            .posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(server.ready.clock.speed == 1)
        let user = try server.curl("GET", "/api/v0/users/current")
        #expect(JSON(parsing: user.output)?["id"]?.whole != nil)
        let search = try server.curl("POST", "/api/v0/bundles/", "{\"limit\": 300}", ["-i"])
        #expect(search.output.contains("Content-Type: application/json\r\n"))
        let body = try #require(search.output.components(separatedBy: "\r\n\r\n").last)
        #expect(JSON(parsing: body)?["offers"]?.elements?.count == 257)
    }

    @Test func `an answer that is cut off after the effect leaves a machine on the bill`() throws {
        let server = try RunningServer(in: folder)
        #expect(try server.cloudsim("fault", "add", "closed-after", "--on", "create").status == 0)
        let create = try server.curl("PUT", "/api/v0/asks/1000961/", "{\"image\":\"u\"}")
        #expect(create.status == 52)  // curl: the server answered nothing
        #expect(create.output.isEmpty)
        #expect(try server.bill()["instances"]?.elements?.count == 1)
        let faults = try server.cloudsim("fault", "list", "--json")
        #expect(JSON(parsing: faults.output)?["faults"]?.elements?.first?["fired"] == 1)
        #expect(try server.cloudsim("fault", "clear").status == 0)
        #expect(try server.cloudsim("fault", "list").output.isEmpty)
    }

    @Test func `an answer that never comes keeps the caller waiting`() throws {
        let server = try RunningServer(in: folder)
        _ = try server.cloudsim("fault", "add", "answer-lost", "--on", "create")
        let create = try server.curl(
            "PUT", "/api/v0/asks/1000961/", "{\"image\":\"u\"}", ["--max-time", "1"])
        #expect(create.status == 28)  // curl: timed out
        #expect(try server.bill()["instances"]?.elements?.count == 1)
    }

    @Test func `a world survives kill -9 with everything it had answered`() throws {
        let state = ["--state", folder.path + "/state"]
        let first = try RunningServer(in: folder, state + ["--seed", "5"])
        let create = try first.curl(
            "PUT", "/api/v0/asks/1000961/", "{\"image\":\"u\",\"label\":\"fk-a-1\"}")
        let id = try #require(JSON(parsing: create.output)?["new_contract"]?.whole)
        _ = try first.cloudsim("fault", "add", "html", "--on", "user", "--count", "3")
        _ = first.end(by: SIGKILL)

        let second = try RunningServer(in: folder, state)
        #expect(second.ready.vastKey == first.ready.vastKey)
        #expect(second.ready.clock == first.ready.clock)
        let list = JSON(parsing: try second.curl("GET", "/api/v1/instances/").output)
        #expect(list?["instances"]?.elements?.map { $0["id"] } == [.int(id)])
        #expect(list?["label_counts"] == ["fk-a-1": 1])
        let taken = try second.curl("PUT", "/api/v0/asks/1000961/", "{\"image\":\"u\"}")
        #expect(JSON(parsing: taken.output)?["error"] == "no_such_ask")
        #expect(try second.curl("GET", "/api/v0/users/current").output.hasPrefix("<html>"))
    }

    @Test func `a folder has one server and one seed`() throws {
        let state = ["--state", folder.path + "/state"]
        let server = try RunningServer(in: folder, state + ["--seed", "5"])
        #expect(try run(builtProgram, ["serve"] + state).status == ExitStatus.busy.rawValue)
        _ = server.end(by: SIGKILL)
        let other = try run(builtProgram, ["serve", "--seed", "6"] + state)
        #expect(other.status == ExitStatus.state.rawValue)
        #expect(other.errors.contains("seed 5"))
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `a signal ends the server and a hanging answer with it`(signal: Int32) throws {
        let server = try RunningServer(in: folder)
        _ = try server.cloudsim("fault", "add", "answer-lost", "--on", "user")
        let caller = Process()
        caller.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        caller.arguments = [
            "-s", "-H", "Authorization: Bearer \(server.ready.vastKey)",
            server.ready.vastURL + "/api/v0/users/current",
        ]
        try caller.run()
        while try !server.cloudsim("fault", "list").output.contains("1 done") {}
        #expect(server.end(by: signal) == 0)
        caller.waitUntilExit()
        #expect(caller.terminationStatus != 0)
        #expect(!FileManager.default.fileExists(atPath: server.readyPath))
        let alone = try server.cloudsim("bill")
        #expect(alone.status == ExitStatus.unreachable.rawValue)
    }

    @Test func `simulated time runs as fast as asked and is what the date says`() throws {
        let server = try RunningServer(
            in: folder, ["--speed", "100000", "--boot", "20s..20s"])
        let create = try server.curl("PUT", "/api/v0/asks/1000961/", "{\"image\":\"u\"}")
        let id = try #require(JSON(parsing: create.output)?["new_contract"]?.whole)
        var row: JSON?
        repeat {
            row = JSON(parsing: try server.curl("GET", "/api/v0/instances/\(id)/").output)
        } while row?["instances"]?["actual_status"] != "running"
        let head = try server.curl("GET", "/api/v0/users/current", nil, ["-i"]).output
        let date = try #require(
            head.components(separatedBy: "\r\n").first { $0.hasPrefix("Date: ") })
        let started = server.ready.clock.simulatedStart
        #expect(try #require(Instant(httpDate: date.dropFirst(6))) > started + .seconds(20))
        #expect(try #require(server.bill()["total_microdollars"]?.whole) > 0)
        #expect(try server.cloudsim("bill").output.contains("Total at "))
    }

    @Test(arguments: [
        ["serve", "--host", "0.0.0.0"], ["serve", "--host", "192.168.1.1"],
        ["serve", "--boot", "90s..20s"], ["serve", "--boot", "soon"], ["serve", "--speed", "0"],
        ["serve", "--port", "70000"], ["fault", "add", "nonsense"],
        ["fault", "add", "html", "--for", "30"],
    ])
    func `a wrong command line is refused`(arguments: [String]) throws {
        let refused = try run(builtProgram, arguments)
        #expect(refused.status == ExitStatus.usage.rawValue)
        #expect(refused.output.isEmpty)
        #expect(refused.errors.hasPrefix("Error: "))
    }
}
