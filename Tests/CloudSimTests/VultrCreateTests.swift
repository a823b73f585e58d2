import Shared
import Testing

@testable import CloudSim

@Suite struct VultrCreateTests {
    let renter = VultrRenter()

    struct Refusal: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var more: JSONObject
        var text: String
    }

    static let image = "Exactly one of os_id, app_id, image_id, snapshot_id or iso_id is needed."

    @Test(arguments: [
        Refusal(
            testDescription: "unknown plan", more: ["plan": "vc2-1c-1gb"],
            text: "Invalid plan chosen."),
        Refusal(
            testDescription: "bare metal plan", more: ["plan": "vbm-256c-3072gb-8-b200-gpu"],
            text: "Invalid plan chosen."),
        Refusal(
            testDescription: "unknown region", more: ["region": "xyz"],
            text: "Invalid region chosen."),
        Refusal(
            testDescription: "backups as a truth value", more: ["backups": true],
            text: "Backups option must be either enabled or disabled."),
        Refusal(testDescription: "unknown system", more: ["os_id": 7], text: "Invalid OS chosen."),
        Refusal(
            testDescription: "pseudo system", more: ["os_id": 186], text: "Invalid OS chosen."),
        Refusal(testDescription: "no image", more: ["os_id": .null], text: image),
        Refusal(testDescription: "two images", more: ["image_id": "docker"], text: image),
        Refusal(
            testDescription: "unknown key", more: ["sshkey_id": ["nobody"]],
            text: "Invalid ssh key ID"),
        Refusal(
            testDescription: "unknown script", more: ["script_id": "nothing"],
            text: "Invalid startup script ID"),
        Refusal(
            testDescription: "user data in the clear", more: ["user_data": "#!/bin/sh"],
            text: "user_data must be base64."),
        Refusal(
            testDescription: "a tag that is a number", more: ["tags": ["a", 1]],
            text: "tags must be an array of strings."),
        Refusal(
            testDescription: "unknown network", more: ["attach_vpc": ["nothing"]],
            text: "Invalid VPC ID"),
    ])
    func `a create that is wrong makes nothing`(c: Refusal) throws {
        var body: JSONObject = ["region": "ewr", "plan": .string(VultrRenter.a40), "os_id": 1743]
        body.append(contentsOf: c.more)
        try renter.refused("POST", "instances", .object(body), 400, c.text)
        #expect(renter.bill.vultrLines.isEmpty)
    }

    @Test func `a body that is no object is refused`() throws {
        try renter.refused("POST", "instances", 400, "Bad request.")
        try renter.refused("POST", "instances", ["x"], 400, "Bad request.")
    }

    @Test func `stock runs out in one region and not in another`() throws {
        let text = "Server add failed: Plan is not available in the selected datacenter."
        try renter.rent(in: "ewr")
        try renter.rent(in: "ewr")
        try renter.refused("POST", "instances", VultrRenter.order(in: "ewr"), 400, text)
        try renter.rent(in: "blr")
        // On the price list there, and nowhere in stock.
        try renter.refused("POST", "instances", VultrRenter.order(in: "lax"), 400, text)
        // Not sold there at all.
        try renter.refused("POST", "instances", VultrRenter.order(in: "sea"), 400, text)
        #expect(renter.bill.vultrLines.count == 3)
    }

    @Test func `the account's limits are refusals of their own`() throws {
        let many = VultrRenter { $0.vultr.machines = 1 }
        try many.rent()
        try many.refused(
            "POST", "instances", VultrRenter.order(), 400,
            "Server add failed: You have reached the maximum number of active instances for "
                + "this account.")
        let dear = VultrRenter { $0.vultr.monthlyFee = Dollars(microdollars: 1_594_000_000) }
        try dear.rent()  // 1250 a month
        try dear.rent(VultrRenter.a16)  // 344 a month: just what is left
        try dear.refused(
            "POST", "instances", VultrRenter.order(VultrRenter.slice), 400,
            "Server add failed: You have reached the maximum monthly fee limit for this account.")
        let closed = VultrRenter { $0.vultr.allowsGPUs = false }
        try closed.refused(
            "POST", "instances", VultrRenter.order(), 400,
            "Server add failed: Please open a support request for access to this product.")
    }

    @Test func `other images than a system are kept as asked`() throws {
        let id = try renter.rent(["image_id": "docker", "enable_ipv6": true])
        renter.wait(.seconds(100))
        let row = try renter.row(id)
        #expect(row["image_id"] == "docker" && row["os_id"] == 0 && row["app_id"] == 0)
        #expect(row["features"] == ["ipv6"])
        #expect(row["v6_network_size"] == 64)
    }

    @Test func `the same seed makes the same machines`() throws {
        let other = VultrRenter()
        #expect(try renter.rent() == other.rent())
        let third = VultrRenter { $0.seed = 2 }
        #expect(try renter.rent() != third.rent())
    }
}

@Suite struct VultrKeyTests {
    let renter = VultrRenter()

    @Test func `a key is made, found, changed and removed`() throws {
        let made = try renter.json(
            "POST", "ssh-keys", ["name": "me", "ssh_key": "ssh-ed25519 AAAA me"], status: 201)
        let key = try #require(made["ssh_key"])
        let id = try #require(key["id"]?.text)
        #expect(key["date_created"] == "2027-01-15T08:00:00+00:00")
        #expect(try renter.json("GET", "ssh-keys")["ssh_keys"] == [key])
        #expect(try renter.json("GET", "ssh-keys/\(id)") == made)
        try renter.json("PATCH", "ssh-keys/\(id)", ["name": "you"], status: 204)
        #expect(try renter.json("GET", "ssh-keys/\(id)")["ssh_key"]?["name"] == "you")
        try renter.rent(["sshkey_id": [.string(id)]])
        try renter.json("DELETE", "ssh-keys/\(id)", status: 204)
        try renter.refused("GET", "ssh-keys/\(id)", 404, "Invalid ssh key ID")
        try renter.refused("DELETE", "ssh-keys/\(id)", 404, "Invalid ssh key ID")
        #expect(try renter.json("GET", "ssh-keys")["ssh_keys"] == [])
    }

    @Test func `a key without a name or without a key is refused`() throws {
        try renter.refused(
            "POST", "ssh-keys", ["ssh_key": "ssh-rsa AAAA"], 400, "name is required.")
        try renter.refused(
            "POST", "ssh-keys", ["name": "me", "ssh_key": "AAAA"], 400, "Invalid ssh key")
    }

    @Test func `a script is base64 both ways, and lists leave it out`() throws {
        let made = try renter.json(
            "POST", "startup-scripts", ["name": "boot", "script": "IyEvYmluL3No"], status: 201)
        let id = try #require(made["startup_script"]?["id"]?.text)
        #expect(made["startup_script"]?["type"] == "boot")
        let listed = try renter.json("GET", "startup-scripts")["startup_scripts"]?.elements?.first
        #expect(listed?["id"] == .string(id) && listed?["script"] == nil)
        renter.wait(.seconds(60))
        try renter.json("PATCH", "startup-scripts/\(id)", ["script": "IyEvYmluL3Nm"], status: 204)
        let shown = try renter.json("GET", "startup-scripts/\(id)")["startup_script"]
        #expect(shown?["script"] == "IyEvYmluL3Nm")
        #expect(shown?["date_modified"] == "2027-01-15T08:01:00+00:00")
        try renter.refused(
            "POST", "startup-scripts", ["name": "b", "script": "#!/bin/sh"], 400,
            "script must be base64.")
        try renter.rent(["script_id": .string(id)])
        try renter.json("DELETE", "startup-scripts/\(id)", status: 204)
        try renter.refused("GET", "startup-scripts/\(id)", 404, "Invalid startup script ID")
    }
}
