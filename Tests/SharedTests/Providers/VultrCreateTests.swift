import Foundation
import Shared
import Testing

/// Sections 2.4, 4.2 and 9 of the reference: only what is certain counts as no.
@Suite struct VultrCreateTests {
    private let order = CreateOrder(
        offer: "ewr/vcg-a100", label: "fk-a-inst0001-00000001", image: "image", diskGB: 60,
        onstart: "#!/bin/sh\necho \"hello\"")

    private static let systems = vultrPage(
        "os", #"{"id": 159, "name": "Custom", "arch": "x64", "family": "iso"}"#,
        #"{"id": 215, "name": "Ubuntu 16.04 x64", "arch": "x64", "family": "ubuntu"}"#,
        #"{"id": 1743, "name": "Ubuntu 22.04 LTS x64", "arch": "x64", "family": "ubuntu"}"#,
        #"{"id": "2284", "name": "Ubuntu 24.04 LTS x64", "arch": "x64", "family": "ubuntu"}"#,
        #"{"id": 2136, "name": "Debian 12 x64 (bookworm)", "arch": "x64", "family": "debian"}"#,
        #"{"id": 2137, "name": "Debian 12 x64 (bookworm)", "arch": "x64", "family": "debian"}"#,
        #"{"id": 3000, "name": null}"#)

    private let created = #"{"instance": {"id": "a-1", "default_password": "p-hidden"}}"#

    private func outcome(_ outcome: ScriptedExchange.Outcome) async throws -> CreateOutcome {
        let scripted = try ScriptedVultr([.status(200, body: Self.systems), outcome])
        let result = await scripted.client.create(order)
        #expect(scripted.exchange.unused == 0)
        return result
    }

    private func outcome(_ status: Int, _ body: String) async throws -> CreateOutcome {
        try await outcome(.status(status, body: body))
    }

    /// The body that a create with these settings and script sends.
    private func body(
        os: String = "ubuntu-22.04", keys: [String] = [], orderKeys: [String] = [],
        onstart: String = ""
    ) async throws -> JSONValue? {
        var order = order
        order.onstart = onstart
        order.sshKeys = orderKeys
        let scripted = try ScriptedVultr(
            [.status(200, body: Self.systems), .status(202, body: created)],
            settings: VultrSettings(regions: ["ewr"], os: os, sshKeyIDs: keys))
        #expect(await scripted.client.create(order) == .accepted(vultr("a-1")))
        return scripted.lastBody
    }

    @Test func `the order travels alone, once, with the body of the reference`() async throws {
        let scripted = try ScriptedVultr(
            [.status(200, body: Self.systems), .status(202, body: created)])
        #expect(await scripted.client.create(order) == .accepted(vultr("a-1")))
        #expect(scripted.paths == ["GET /os?per_page=500", "POST /instances"])
        #expect(scripted.exchange.requests.map(\.travelsAlone) == [false, true])
        let script = Data(order.onstart.utf8).base64EncodedString()
        #expect(
            scripted.lastBody == [
                "region": "ewr", "plan": "vcg-a100", "os_id": 1743, "label": .string(order.label),
                "tags": [.string(order.label)], "hostname": .string(order.label),
                "user_data": .string(script), "backups": "disabled", "activation_email": false,
            ])
    }

    @Test func `ssh keys of the settings and of the order go under their singular name, each once`()
        async throws
    {
        #expect(try await body(keys: ["k-1", "k-2"])?["sshkey_id"] == ["k-1", "k-2"])
        #expect(try await body(orderKeys: ["k-3"])?["sshkey_id"] == ["k-3"])
        let both = try await body(keys: ["k-1", "k-2"], orderKeys: ["k-2", "k-3"])
        #expect(both?["sshkey_id"] == ["k-1", "k-2", "k-3"])
    }

    @Test(arguments: [
        ("echo a", "#!/bin/bash\necho a"), ("#!/bin/sh\na", "#!/bin/sh\na"),
        ("#cloud-config\na: b", "#cloud-config\na: b"),
    ])
    func `user data is base64, and says what it is, as cloud-init runs nothing else`(
        _ onstart: String, _ expected: String
    ) async throws {
        let data = try await body(onstart: onstart)?["user_data"]?.string
        let decoded = try #require(data.flatMap { Data(base64Encoded: $0) })
        #expect(String(decoding: decoded, as: UTF8.self) == expected)
    }

    @Test func `no script sends no user data`() async throws {
        #expect(try await body(onstart: "")?["user_data"] == nil)
    }

    @Test(arguments: [
        ("ubuntu-22.04", 1743), ("Ubuntu 22.04 LTS x64", 1743), ("Ubuntu 22.04 x64", 1743),
        ("UBUNTU_22.04", 1743), ("ubuntu-16.04", 215), ("ubuntu 24.04", 2284),
        ("debian-12", 2137), ("Debian 12 x64 (bookworm)", 2137), ("bookworm", 2137),
    ])
    func `the system is looked up by name, and of two of one name the newer is taken`(
        _ os: String, _ id: Int64
    ) async throws {
        #expect(try await body(os: os)?["os_id"] == .integer(id))
    }

    @Test(arguments: [
        ("ubuntu", "ubuntu may be any of these"), ("ubuntu-22", "no operating system is called"),
        ("1743", "no operating system is called"), ("custom", "no operating system is called"),
        ("", "no operating system is called"), ("x64", "no operating system is called"),
    ])
    func `a system that is none or several is not guessed at, and nothing is sent`(
        _ os: String, _ problem: String
    ) async throws {
        let scripted = try ScriptedVultr(
            bodies: Self.systems, settings: VultrSettings(regions: ["ewr"], os: os))
        guard case .notSent(let reason) = await scripted.client.create(order) else {
            Issue.record("it was sent")
            return
        }
        #expect(reason.contains(problem))
        #expect(scripted.paths == ["GET /os?per_page=500"])
    }

    @Test func `the system is looked up once in a run`() async throws {
        let scripted = try ScriptedVultr([
            .status(200, body: Self.systems), .status(202, body: created),
            .status(202, body: #"{"instance": {"id": "a-2"}}"#),
        ])
        #expect(await scripted.client.create(order) == .accepted(vultr("a-1")))
        #expect(await scripted.client.create(order) == .accepted(vultr("a-2")))
    }

    @Test func `a list of systems that cannot be read sends nothing`() async throws {
        let scripted = try ScriptedVultr(bodies: "{}")
        guard case .notSent = await scripted.client.create(order) else {
            Issue.record("it was sent")
            return
        }
    }

    @Test(arguments: ["", "ewr", "/", "ewr/", "/vcg", "a/b/c"])
    func `an offer that names no region and plan sends nothing`(_ offer: String) async throws {
        var order = order
        order.offer = offer
        let scripted = try ScriptedVultr([])
        guard case .notSent = await scripted.client.create(order) else {
            Issue.record("it was sent")
            return
        }
    }

    @Test(arguments: [
        #"{"error":"Invalid plan chosen.","status":400}"#,
        #"{"error":"Server add failed: Plan is not available in the selected datacenter"}"#,
        #"{"error":"This plan is currently unavailable."}"#, #"{"error":"Sold out"}"#,
        #"{"error":"That plan is no longer available in this region"}"#,
    ])
    func `a plan that is sold out or not sold there is told as an offer that is gone`(
        _ body: String
    ) async throws {
        for status in [400, 404, 409] {
            guard case .refused(_, offerGone: true) = try await outcome(status, body) else {
                Issue.record("it was \(try await outcome(status, body))")
                return
            }
        }
    }

    @Test(arguments: [
        (
            400,
            "Server add failed: Please open a support request for access to this product."
        ),
        (
            400,
            "Server add failed: You have reached the maximum number of active instances for this account."
        ),
        (
            400,
            "Server add failed: You have reached the maximum monthly fee limit for this account."
        ),
        (400, "Backups option must be either enabled or disabled."), (400, "Bad request."),
        (401, "Unauthorized IP address: 203.0.113.9"), (403, "Invalid plan"),
        (404, "Not found."), (422, "Validation Error"), (429, "rate limit exceeded"),
        (301, "Moved"),
    ])
    func `another no is a no that other offers do not help`(
        _ status: Int, _ text: String
    ) async throws {
        let body = #"{"error": "\#(text)", "status": \#(status)}"#
        guard case .refused(let reason, offerGone: false) = try await outcome(status, body) else {
            Issue.record("it was \(try await outcome(status, body))")
            return
        }
        #expect(reason.contains(text))
    }

    @Test(arguments: [
        (202, ""), (202, "{}"), (202, "null"), (202, "<html></html>"), (204, ""), (408, ""),
        (202, #"{"instance": null}"#), (202, #"{"instance": {"id": ""}}"#),
        (202, #"{"instance": {"id": null}}"#), (200, #"{"instance": []}"#), (500, "oops"),
        (500, #"{"error": "Server is currently locked"}"#), (502, "<html></html>"), (503, ""),
        (504, ""),
    ])
    func `an answer without an instance that is no plain no leaves the doubt`(
        _ status: Int, _ body: String
    ) async throws {
        guard case .unknown = try await outcome(status, body) else {
            Issue.record("it was \(try await outcome(status, body))")
            return
        }
    }

    @Test func `a lost answer is in doubt, and what never left was not sent`() async throws {
        #expect(try await outcome(.lost) == .unknown(reason: "h:1: lost"))
        #expect(try await outcome(.unsent) == .notSent(reason: "h:1: refused"))
        guard case .unknown = try await outcome(.failure(.tooLarge(limit: 5))),
            case .unknown = try await outcome(.failure(.cancelled(sent: true))),
            case .notSent = try await outcome(.failure(.cancelled(sent: false)))
        else {
            Issue.record("an answer that was sent and not read is in doubt")
            return
        }
    }

    @Test func `neither the new root password nor our key comes into an outcome`() async throws {
        let key = ScriptedVultr.keyText
        for (status, body) in [(202, created), (400, key), (500, #"{"error": "\#(key)"}"#)] {
            let text = "\(try await outcome(status, body))"
            #expect(!text.contains("hidden") && !text.contains(key))
        }
    }
}
