import CloudSim
import Shared
import Testing

/// Logs, commands on stopped machines, and copies.
@Suite struct VastTextTests {
    let renter = Renter(boot: .seconds(60) ... .seconds(60))

    /// The text that an answer leads to, fetched without a key once it is ready.
    func text(_ answer: JSON) throws -> String {
        let url = try #require(answer["result_url"]?.text)
        let path = try #require(url.firstRange(of: "/results/")).lowerBound
        let key = renter.key
        renter.key = nil
        defer { renter.key = key }
        #expect(try renter.response("GET", String(url[path...])).status == 404)
        renter.wait(.milliseconds(500))
        let result = try renter.response("GET", String(url[path...]))
        #expect(result.status == 200)
        return String(decoding: result.body, as: UTF8.self)
    }

    func logs(_ id: Int64, _ body: JSON = [:]) throws -> [Substring] {
        try text(renter.json("PUT", "/api/v0/instances/request_logs/\(id)/", body))
            .split(separator: "\n")
    }

    @Test func `logs come from the machine's own life, cut and filtered`() throws {
        let id = try renter.rent(101)
        #expect(try logs(id) == [])
        renter.wait(.seconds(61))
        #expect(try logs(id).count == 3)
        #expect(try logs(id, ["tail": "1"]).count == 1)
        #expect(try logs(id, ["filter": "started"]).first?.hasSuffix("C.\(id) started") == true)
        let daemon = try logs(id, ["daemon_logs": "true", "filter": "loading"])
        #expect(daemon.count == 1)
        #expect(daemon.first?.contains("pytorch/pytorch:2.0") == true)
    }

    @Test func `logs that cannot be had are refused`() throws {
        let none = try renter.json(
            "PUT", "/api/v0/instances/request_logs/1/", [:], status: 404)
        #expect(none["error"] == "invalid_id")
        let id = try renter.rent(101)
        let tail = try renter.json(
            "PUT", "/api/v0/instances/request_logs/\(id)/", ["tail": "all"], status: 400)
        #expect(tail["error"] == "invalid_args")
        #expect(try renter.response("GET", "/results/other.log").status == 404)
    }

    @Test func `a result is found at the host that the request came to`() throws {
        let id = try renter.rent(101)
        let request = SimRequest(
            method: "PUT", target: "/api/v0/instances/request_logs/\(id)/",
            headers: [
                SimRequest.Field("Authorization", "Bearer simulated-key"),
                SimRequest.Field("Host", "127.0.0.1:4321"),
            ])
        guard case .answer(let response) = renter.api.answer(request, at: renter.now) else {
            Issue.record("no answer")
            return
        }
        let url = JSON(parsing: response.body)?["result_url"]?.text
        #expect(url?.hasPrefix("http://127.0.0.1:4321/results/") == true)
    }

    @Test(arguments: [
        ("ls -l", "total 0\n"), ("ls", ""), ("ls /x", "ls: cannot access '/x'"),
        ("du -s .", "4\t"), ("du x", "du: cannot access 'x'"), ("rm -rf x", ""),
        ("rm x", "rm: cannot remove 'x'"), ("rm", "rm: missing operand"),
    ])
    func `commands see the empty disk of a stopped machine`(
        command: String, output: String
    ) throws {
        let id = try renter.rent(101, ["target_state": "stopped"])
        let answer = try renter.json(
            "PUT", "/api/v0/instances/command/\(id)/", ["command": .string(command)])
        #expect(answer["success"] == true)
        #expect(answer["writeable_path"]?.text != nil)
        #expect(try text(answer).hasPrefix(output))
    }

    @Test(arguments: [
        "cat /etc/passwd", "", "ls; id", "ls $HOME", "lsof",
        "ls \(String(repeating: "x", count: 510))",
    ])
    func `no other command is run`(command: String) throws {
        let id = try renter.rent(101, ["target_state": "stopped"])
        let answer = try renter.json(
            "PUT", "/api/v0/instances/command/\(id)/", ["command": .string(command)], status: 400)
        #expect(answer["error"] == "invalid_args")
    }

    @Test func `commands need a machine that is stopped`() throws {
        let id = try renter.rent(101)
        renter.wait(.seconds(61))
        let target = "/api/v0/instances/command/\(id)/"
        let running = try renter.json("PUT", target, ["command": "ls"], status: 400)
        #expect(running["msg"]?.text?.contains("stopped") == true)
        let none = try renter.json(
            "PUT", "/api/v0/instances/command/1/", ["command": "ls"], status: 404)
        #expect(none["error"] == "no_such_instance")
    }

    @Test func `a copy to the caller's disk says where to fetch`() throws {
        let id = try renter.rent(101)
        let there: JSON = .string("C.\(id)")
        for (path, here) in [("rsync", .null), ("copy_direct", "local")] as [(String, JSON)] {
            let answer = try renter.json(
                "PUT", "/api/v0/commands/\(path)/",
                ["src_id": there, "dst_id": here, "src_path": "/a/", "dst_path": "b"])
            #expect(answer["success"] == true)
            #expect(answer["src_addr"] == "127.0.0.1")
            #expect(answer["src_port"]?.whole != nil)
        }
        _ = try renter.json("DELETE", "/api/v0/commands/copy_direct/", ["dst_id": there])
        _ = try renter.json("DELETE", "/api/v0/commands/copy_direct/", [:], status: 400)
    }

    @Test(
        arguments: [
            (
                ["src_id": "C.1", "dst_id": "local", "src_path": "a", "dst_path": "b"],
                "no_such_instance"
            ),
            (
                ["src_id": "local", "dst_id": .null, "src_path": "a", "dst_path": "b"],
                "invalid_args"
            ),
            (
                ["src_id": "V.1", "dst_id": "s3.1", "src_path": "a", "dst_path": "b"],
                "invalid_args"
            ),
            (
                ["src_id": "drive", "dst_id": "C.x", "src_path": "a", "dst_path": "b"],
                "invalid_args"
            ),
            (["src_id": "drive", "dst_id": "local", "dst_path": "b"], "invalid_args"),
        ] as [(JSON, String)])
    func `a copy that cannot be is a failure with status 200`(body: JSON, code: String) throws {
        let answer = try renter.json("PUT", "/api/v0/commands/copy_direct/", body)
        #expect(answer["success"] == false)
        #expect(answer["error"] == .string(code))
    }
}
