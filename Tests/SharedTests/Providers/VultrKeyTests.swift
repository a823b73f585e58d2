import Shared
import Testing

/// Section 3 of the reference.
@Suite struct VultrKeyTests {
    private static let text = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOurs"

    private func key() throws -> SSHPublicKey {
        try #require(SSHPublicKey(line: "\(Self.text) me@here\n"))
    }

    private func row(_ id: String, _ key: String, created: String) -> String {
        #"{"id": "\#(id)", "name": "same", "ssh_key": "\#(key)", "date_created": "\#(created)"}"#
    }

    @Test func `a key is known by what it is, not by its name or comment, and the oldest is taken`()
        async throws
    {
        let vultr = try ScriptedVultr(
            bodies: vultrPage(
                "ssh_keys",
                row(
                    "other", "ssh-ed25519 AAAAC3Nztheirs me@here",
                    created: "2020-01-01T00:00:00+00:00"),
                row("new", "\(Self.text) you@there", created: "2026-02-01T00:00:00+00:00"),
                row("old", Self.text, created: "2026-01-01T00:00:00+00:00"), "{}",
                row("odd", "no key", created: ""), total: 5))
        #expect(try await vultr.client.ensureKey(key()) == "old")
        #expect(vultr.paths == ["GET /ssh-keys?per_page=500"])
    }

    @Test func `a key that the account does not know is put there once, answered by 201`()
        async throws
    {
        let vultr = try ScriptedVultr([
            .status(200, body: vultrPage("ssh_keys")),
            .status(201, body: #"{"ssh_key": {"id": "k-1", "name": "fleetkeeper"}}"#),
            .status(
                200,
                body: vultrPage(
                    "ssh_keys", row("k-1", Self.text, created: "2026-11-21T00:00:00+00:00"))),
        ])
        #expect(try await vultr.client.ensureKey(key()) == "k-1")
        #expect(
            vultr.paths == [
                "GET /ssh-keys?per_page=500", "POST /ssh-keys", "GET /ssh-keys?per_page=500",
            ])
        #expect(
            vultr.exchange.requests[1].body.flatMap { JSONValue(json: $0) }
                == ["name": "fleetkeeper", "ssh_key": .string(Self.text)])
    }

    @Test(
        arguments: [
            .status(201, body: #"{"ssh_key": {"id": "ours"}}"#), .lost, .status(502),
            .status(201, body: "{}"),
        ] as [ScriptedExchange.Outcome])
    func `a key that another run put there at the same moment, or a lost answer left, is found`(
        _ outcome: ScriptedExchange.Outcome
    ) async throws {
        let both = vultrPage(
            "ssh_keys", row("ours", Self.text, created: "2026-11-21T00:00:01+00:00"),
            row("theirs", Self.text, created: "2026-11-21T00:00:00+00:00"))
        let vultr = try ScriptedVultr([
            .status(200, body: vultrPage("ssh_keys")), outcome, .status(200, body: both),
        ])
        #expect(try await vultr.client.ensureKey(key()) == "theirs")
    }

    @Test func `a key that was added counts although the list cannot be read again`() async throws {
        let vultr = try ScriptedVultr([
            .status(200, body: vultrPage("ssh_keys")),
            .status(201, body: #"{"ssh_key": {"id": "k-1"}}"#), .status(400, body: "no"),
        ])
        #expect(try await vultr.client.ensureKey(key()) == "k-1")
    }

    @Test func `a machine gets its keys at its create, so there is nothing to attach`() async throws
    {
        let vultr = try ScriptedVultr([])
        try await vultr.client.attachKey(key(), to: InstanceID(provider: .vultr, value: "a"))
        #expect(vultr.paths.isEmpty)
    }

    @Test(
        arguments: [
            .status(400, body: #"{"error": "Invalid ssh key"}"#), .lost, .status(502),
            .status(201, body: "{}"), .status(201, body: ""),
        ] as [ScriptedExchange.Outcome])
    func `a key that was not taken is an error, and not sent again`(
        _ outcome: ScriptedExchange.Outcome
    ) async throws {
        let none = ScriptedExchange.Outcome.status(200, body: vultrPage("ssh_keys"))
        let vultr = try ScriptedVultr([none, outcome, none])
        await #expect(throws: ProviderError.self) {
            _ = try await vultr.client.ensureKey(key())
        }
        #expect(vultr.exchange.requests.map(\.method) == [.get, .post, .get])
    }

    @Test(arguments: [
        "", "ssh-ed25519", "ssh-ed25519 ", "ssh-rsa notbase64!", "hello AAAAB3",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAAb3Bl\n", "ssh-ed25519 AAAA\u{0}",
        "command=\"x\" ssh-ed25519 AAAAC3",
    ])
    func `what is no public key is none, least of all a private one`(_ line: String) {
        #expect(SSHPublicKey(line: line) == nil)
    }

    @Test(arguments: [
        "ssh-rsa AAAAB3Nza+/==", "ecdsa-sha2-nistp256 AAAAE2Vj comment with words",
        "sk-ssh-ed25519@openssh.com AAAAGnNr", "\tssh-ed25519  AAAAC3Nz\n",
    ])
    func `a public key is one of any kind`(_ line: String) {
        #expect(SSHPublicKey(line: line) != nil)
    }
}
