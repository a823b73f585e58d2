import CloudSim
import Shared
import Testing

@Suite struct VastAPITests {
    let renter = Renter()

    @Test(
        arguments: [
            (nil, 403), ("", 403), ("wrong", 401),
        ] as [(String?, Int)])
    func `a key that is missing or wrong is an auth error`(key: String?, status: Int) throws {
        renter.key = key
        for target in ["/api/v0/users/current", "/api/v1/instances/", "/api/v0/instances/1/"] {
            #expect(try renter.json("GET", target, status: status)["error"] == "auth_error")
        }
        _ = try renter.json("PUT", "/api/v0/asks/101/", Renter.order(), status: status)
        #expect(renter.world.population(at: renter.now) == 0)
        #expect(try renter.offers().count == 10)
    }

    @Test func `an instance's key changes that instance only`() throws {
        let created = try renter.json("PUT", "/api/v0/asks/101/", Renter.order())
        let own = try #require(created["new_contract"]?.whole)
        let other = try renter.rent(102)
        renter.key = try #require(created["instance_api_key"]?.text)
        _ = try renter.json("DELETE", "/api/v0/instances/\(other)/", [:], status: 403)
        _ = try renter.json("GET", "/api/v0/users/current", status: 403)
        _ = try renter.json("DELETE", "/api/v0/instances/\(own)/", [:])
    }

    @Test(
        arguments: [
            ([:], "invalid_args"), (["image": ""], "invalid_args"),
            (["image": "u", "env": "-e A=b"], "invalid_args"),
            (["image": "u", "env": ["A": 1]], "invalid_args"),
            (["image": "u", "disk": 7.9], "invalid_args"),
            (["image": "u", "disk": 501], "invalid_args"),
            (["image": "u", "price": 0.0009], "invalid_price"),
            (["image": "u", "price": 129], "invalid_price"),
            (["image": "u", "target_state": "frozen"], "invalid_args"),
            (
                ["image": "u", "label": .string(String(repeating: "l", count: 257))],
                "label_too_long"
            ),
            (["image": .string(String(repeating: "i", count: 1025))], "invalid_args"),
            (
                ["image": "u", "onstart": .string(String(repeating: "o", count: 4049))],
                "invalid_args"
            ),
        ] as [(JSON, String)])
    func `a create that is not valid makes nothing`(body: JSON, code: String) throws {
        let refusal = try renter.json("PUT", "/api/v0/asks/101/", body, status: 400)
        #expect(refusal["error"] == .string(code))
        #expect(refusal["success"] == false)
        #expect(renter.world.population(at: renter.now) == 0)
    }

    @Test func `the command line's own create body is accepted`() throws {
        let body = """
            {"client_id": "me", "image": "IMG", "env": {"FOO": "bar", "-p 8081:8081": "1"},
            "price": null, "disk": 40.0, "label": "conf-a", "extra": null,
            "onstart": "echo hello", "image_login": null, "python_utf8": false,
            "lang_utf8": false, "use_jupyter_lab": false, "jupyter_dir": null, "force": false,
            "cancel_unavail": true, "template_hash_id": null, "user": null,
            "runtype": "ssh_direc ssh_proxy"}
            """
        let answer = try renter.json("PUT", "/api/v0/asks/101", JSON(parsing: body))
        let id = try #require(answer["new_contract"]?.whole)
        #expect(answer["instance_api_key"]?.text?.count == 64)
        #expect(try renter.row(id)?["ports"] == [:])
        renter.wait(.seconds(91))
        let row = try #require(try renter.row(id))
        #expect(row["label"] == "conf-a")
        #expect(row["extra_env"] == [["FOO", "bar"], ["-p 8081:8081", "1"]])
        #expect(row["start_date"]?.number == 1_800_000_000)
        #expect(row["dph_total"] == 0.30833333)
        #expect(row["ports"]?["22/tcp"]?.elements?.first?["HostPort"]?.text != nil)
        #expect(row["ports"]?["8081/tcp"] != nil)
    }

    @Test func `a destroyed machine is null and cannot be destroyed again`() throws {
        let id = try renter.rent(101)
        #expect(try renter.json("DELETE", "/api/v0/instances/\(id)/", [:]) == ["success": true])
        #expect(
            try renter.json("GET", "/api/v0/instances/\(id)/?owner=me") == ["instances": .null])
        let again = try renter.json("DELETE", "/api/v0/instances/\(id)/", [:], status: 404)
        #expect(again["error"] == "no_such_instance")
        let label = try renter.json(
            "PUT", "/api/v0/instances/\(id)/", ["label": "a"], status: 404)
        #expect(label["error"] == "no_such_instance")
    }

    @Test func `labels and states have their limits`() throws {
        let id = try renter.rent(101)
        let target = "/api/v0/instances/\(id)/"
        _ = try renter.json("PUT", target, ["label": .string(String(repeating: "l", count: 1024))])
        let long = try renter.json(
            "PUT", target, ["label": .string(String(repeating: "l", count: 1025))], status: 400)
        #expect(long["error"] == "label_too_long")
        let state = try renter.json("PUT", target, ["state": "frozen"], status: 400)
        #expect(state["msg"] == "Invalid target state")
        _ = try renter.json("PUT", target, ["nothing": 1], status: 400)
    }

    @Test func `a stopped machine exits and starts again`() throws {
        let id = try renter.rent(101)
        renter.wait(.seconds(91))
        _ = try renter.json("PUT", "/api/v0/instances/\(id)/", ["state": "stopped"])
        #expect(try renter.status(id) == "running")
        #expect(try renter.row(id)?["intended_status"] == "stopped")
        renter.wait(.seconds(3))
        #expect(try renter.status(id) == "exited")
        #expect(try !renter.offers().contains(101))
        _ = try renter.json("PUT", "/api/v0/instances/\(id)/", ["state": "running"])
        #expect(try renter.status(id) == "loading")
        renter.wait(.seconds(91))
        #expect(try renter.status(id) == "running")
    }

    @Test func `thresholds refuse the call that comes too soon`() throws {
        let renter = Renter(thresholds: true)
        #expect(try renter.response("GET", "/api/v1/instances/").status == 200)
        renter.wait(.milliseconds(999))
        let refused = try renter.response("GET", "/api/v1/instances/")
        #expect(refused.status == 429)
        #expect(
            String(decoding: refused.body, as: UTF8.self)
                == "API requests too frequent: endpoint threshold=1.0")
        renter.wait(.milliseconds(1))
        #expect(try renter.response("GET", "/api/v1/instances/").status == 200)
    }

    @Test func `every answer carries the simulated date and the exact content type`() throws {
        let answer = try renter.response("POST", "/api/v0/bundles/", [:])
        #expect(
            answer.headers == [
                SimRequest.Field("Content-Type", "application/json"),
                SimRequest.Field("Date", "Fri, 15 Jan 2027 08:00:00 GMT"),
            ])
        let missing = try renter.response("GET", "/api/v0/nothing")
        #expect(missing.status == 404)
        #expect(missing.headers.count == 2)
    }

    @Test func `GPU names need no key`() throws {
        renter.key = nil
        #expect(
            try renter.json("GET", "/api/v0/gpu_names/unique/") == ["gpu_names": ["RTX 4090"]])
    }

    @Test func `a thousand machines are listed in forty pages`() throws {
        let renter = Renter(catalog: manyOffers(1000))
        for offer in 1...1000 as ClosedRange<Int64> { try renter.rent(offer) }
        #expect(try renter.listedIDs().count == 1000)
    }
}
