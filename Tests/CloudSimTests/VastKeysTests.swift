import CloudSim
import Shared
import Testing

@Suite struct VastKeysTests {
    let renter = Renter()

    func addKey(_ text: JSON = "ssh-ed25519 AAAA one") throws -> Int64 {
        let answer = try renter.json("POST", "/api/v0/ssh/", ["ssh_key": text])
        #expect(answer["success"] == true)
        return try #require(answer["key"]?["id"]?.whole)
    }

    func keys(of instance: Int64) throws -> [String] {
        let answer = try renter.json("GET", "/api/v0/instances/\(instance)/ssh/")
        #expect(answer["success"] == true)
        let text = try #require(answer["ssh_keys"]?.text)
        let rows = try #require(JSON(parsing: text)?.elements)
        return rows.compactMap { $0["public_key"]?.text }
    }

    @Test func `keys of the account are listed as a bare array, changed and deleted`() throws {
        #expect(try renter.json("GET", "/api/v0/ssh/") == [])
        let id = try addKey("ssh-ed25519 AAAA one\n")
        let row = try renter.json("GET", "/api/v0/ssh/").elements?.first
        #expect(row?["id"] == .int(id))
        #expect(row?["public_key"] == "ssh-ed25519 AAAA one")
        #expect(row?["key"] == row?["public_key"])
        #expect(row?["deleted_at"] == .null)
        let changed = try renter.json(
            "PUT", "/api/v0/ssh/\(id)/", ["id": .int(id), "ssh_key": "ssh-rsa BBBB two"])
        #expect(changed["key"]?["public_key"] == "ssh-rsa BBBB two")
        #expect(try renter.json("GET", "/api/v0/users/current")["ssh_key"] == "ssh-rsa BBBB two")
        #expect(try renter.json("DELETE", "/api/v0/ssh/\(id)/", [:]) == ["success": true])
        #expect(try renter.json("GET", "/api/v0/ssh/") == [])
    }

    @Test(arguments: [[:], ["ssh_key": ""], ["ssh_key": 1], ["ssh_key": "a b\nc d"]] as [JSON])
    func `a key that is not one line is refused`(body: JSON) throws {
        let answer = try renter.json("POST", "/api/v0/ssh/", body, status: 400)
        #expect(answer["error"] == "no_ssh_key")
    }

    @Test func `a key that is not there cannot be changed or deleted`() throws {
        for (method, body) in [("PUT", ["ssh_key": "a b"]), ("DELETE", [:])] as [(String, JSON)] {
            let answer = try renter.json(method, "/api/v0/ssh/1/", body, status: 404)
            #expect(answer["error"] == "no_such_ssh_key")
        }
    }

    @Test func `a machine gets the keys that the account had when it was made`() throws {
        _ = try addKey("a one")
        let id = try renter.rent(101)
        _ = try addKey("a two")
        #expect(try keys(of: id) == ["a one"])
        #expect(try keys(of: try renter.rent(102)) == ["a one", "a two"])
    }

    @Test func `a key is attached once, and detached by its number`() throws {
        let id = try renter.rent(101)
        let target = "/api/v0/instances/\(id)/ssh/"
        for _ in 1...2 {
            let answer = try renter.json("POST", target, ["ssh_key": "a new\n"])
            #expect(answer["success"] == true)
            #expect(answer["msg"]?.text != nil)
        }
        #expect(try keys(of: id) == ["a new"])
        #expect(try renter.json("GET", "/api/v0/ssh/") == [])
        let text = try renter.json("GET", target)["ssh_keys"]?.text ?? ""
        let key = try #require(JSON(parsing: text)?.elements?.first?["id"]?.whole)
        #expect(try renter.json("DELETE", "\(target)\(key)/", [:])["success"] == true)
        #expect(try keys(of: id) == [])
        let again = try renter.json("DELETE", "\(target)\(key)/", [:], status: 404)
        #expect(again["error"] == "no_such_ssh_key")
    }

    @Test func `the keys of a machine that is not there are a failure with status 200`() throws {
        let listed = try renter.json("GET", "/api/v0/instances/1/ssh/")
        #expect(listed["success"] == false)
        #expect(listed["error"] == "no_such_instance")
        let attached = try renter.json(
            "POST", "/api/v0/instances/1/ssh/", ["ssh_key": "a b"], status: 404)
        #expect(attached["error"] == "no_such_instance")
        let detached = try renter.json("DELETE", "/api/v0/instances/1/ssh/2/", [:], status: 404)
        #expect(detached["error"] == "no_such_instance")
    }
}

@Suite struct VastSecretsTests {
    let renter = Renter()
    let target = "/api/v0/secrets/"

    @Test func `variables are upper case, masked and in their order`() throws {
        _ = try renter.json("POST", target, ["key": "hf_token", "value": "a.b-c_1"])
        _ = try renter.json(
            "POST", target,
            ["env_vars": [["key": "B", "value": ""], ["key": "a", "value": "1"]]])
        let listed = try renter.json("GET", target)
        #expect(listed["success"] == true)
        #expect(listed["secrets"] == ["HF_TOKEN": "********", "B": .null, "A": "********"])
        _ = try renter.json("PUT", target, ["key": "b", "value": "2"])
        _ = try renter.json("DELETE", target, ["key": "hf_token"])
        #expect(try renter.json("GET", target)["secrets"] == ["B": "********", "A": "********"])
    }

    @Test(
        arguments: [
            ("POST", [:], "missing_input"), ("POST", ["key": "A"], "missing_input"),
            ("POST", ["key": "OLD", "value": "1"], "existing_key"),
            ("POST", ["key": "A", "value": "a b"], "invalid_characters"),
            ("PUT", ["key": "A", "value": "1"], "nonexistent_key"),
            ("PUT", ["key": "OLD", "value": "é"], "invalid_characters"),
            (
                "PUT", ["key": "OLD", "value": .string(String(repeating: "v", count: 4097))],
                "input_too_long"
            ),
            ("DELETE", [:], "missing_input"), ("DELETE", ["key": "A"], "nonexistent_key"),
        ] as [(String, JSON, String)])
    func `a change that is not valid changes nothing`(
        method: String, body: JSON, code: String
    ) throws {
        _ = try renter.json("POST", target, ["key": "old", "value": "1"])
        #expect(try renter.json(method, target, body, status: 400)["error"] == .string(code))
        #expect(try renter.json("GET", target)["secrets"] == ["OLD": "********"])
    }

    @Test func `there are sixteen variables at most, and several are made all or none`() throws {
        for number in 1...15 {
            _ = try renter.json("POST", target, ["key": .string("K\(number)"), "value": "v"])
        }
        let two: JSON = ["env_vars": [["key": "a", "value": "1"], ["key": "b", "value": "1"]]]
        #expect(try renter.json("POST", target, two, status: 400)["error"] == "max_secrets")
        #expect(try renter.json("GET", target)["secrets"]?.members?.list.count == 15)
        _ = try renter.json("POST", target, ["key": "a", "value": "1"])
        #expect(try renter.json("GET", target)["secrets"]?.members?.list.count == 16)
    }
}
