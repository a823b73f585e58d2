import Shared
import Testing

/// Rows of machines: sections 4.3, 7.1 and 8 of the reference.
@Suite struct VultrRowTests {
    private func instance(
        _ changes: String = "{}", plan: String = "{}", at time: String = "2026-11-18T20:00:00Z"
    ) async throws -> Instance {
        let now = try #require(Self.times[time])
        let vultr = try ScriptedVultr(
            [
                .status(200, body: vultrPage("instances", try vultrRow("a", changes))),
                .status(200, body: vultrPage("plans", try vultrPlan(plan))),
            ], now: now)
        return try #require(await vultr.client.listing().instances.first)
    }

    private static let times: [String: Instant] = [
        "2026-11-18T20:00:00Z": date(2026, 11, 18, hour: 20),
        "2026-10-30T00:00:00Z": date(2026, 10, 30, hour: 0),
        "2026-10-31T12:00:00Z": date(2026, 10, 31, hour: 12),
        "2026-11-01T04:00:00Z": date(2026, 11, 1, hour: 4),
        "2026-11-01T06:00:00Z": date(2026, 11, 1, hour: 6),
    ]

    private static func date(_ year: Int, _ month: Int, _ day: Int, hour: Int) -> Instant {
        CivilDate(year: year, month: month, day: day).start + .seconds(hour * 3600)
    }

    @Test func `a ready machine is running, with its place, GPU and full price`() async throws {
        let instance = try await instance()
        let created = Self.date(2026, 11, 18, hour: 13) + .seconds(22 * 60 + 20)
        #expect(
            instance
                == Instance(
                    id: vultr("a"), label: "x", status: .running, machine: "ewr/vcg-a100",
                    gpuName: "A100", gpuCount: 1, running: rate(2_397_000),
                    stopped: rate(2_397_000), billing: rate(2_397_000)...rate(2_397_000),
                    created: created,
                    routes: [
                        try #require(SSHRoute(.direct, host: "203.0.113.7", port: 22))
                    ]))
    }

    @Test(
        arguments: [
            ("pending", "running", "none", "0.0.0.0", .booting),
            ("pending", "stopped", "locked", "203.0.113.7", .booting),
            ("installing", "stopped", "ok", "203.0.113.7", .booting),
            ("resizing", "running", "locked", "203.0.113.7", .booting),
            ("active", "running", "none", "203.0.113.7", .booting),
            ("active", "running", "locked", "203.0.113.7", .booting),
            ("active", "running", "installingbooting", "203.0.113.7", .booting),
            ("active", "running", "ok", "0.0.0.0", .booting),
            ("active", "running", "ok", "", .booting),
            ("active", "running", "ok", "203.0.113.7", .running),
            ("active", "stopped", "ok", "203.0.113.7", .stopped),
            ("active", "stopped", "locked", "203.0.113.7", .stopped),
            ("suspended", "running", "ok", "203.0.113.7", .stopped),
            ("failed", "running", "ok", "203.0.113.7", .other("failed")),
            ("migrating", "running", "ok", "203.0.113.7", .other("migrating")),
            ("active", "paused", "ok", "203.0.113.7", .other("paused")),
            ("active", "running", "rescue", "203.0.113.7", .other("rescue")),
        ] as [(String, String, String, String, InstanceStatus)])
    func `ready is active, running and ok at a real address, and a new word stays as it is`(
        _ status: String, _ power: String, _ server: String, _ address: String,
        _ expected: InstanceStatus
    ) async throws {
        let changes =
            #"{"status": "\#(status)", "power_status": "\#(power)", "#
            + #""server_status": "\#(server)", "main_ip": "\#(address)"}"#
        #expect(try await instance(changes).status == expected)
    }

    @Test(arguments: [
        #"{"status": "pending", "disk": 0, "main_ip": "0.0.0.0", "server_status": "none"}"#,
        #"{"power_status": "stopped"}"#, #"{"server_status": "locked"}"#,
        #"{"status": "resizing"}"#, #"{"date_created": "soon"}"#,
    ])
    func `halted, installing or resizing, it bills in full`(_ changes: String) async throws {
        #expect(try await instance(changes).billing == rate(2_397_000)...rate(2_397_000))
    }

    @Test(arguments: [#"{"status": "suspended"}"#, #"{"status": "odd"}"#, #"{"status": null}"#])
    func `in a state whose bill is not known, it may cost nothing or all`(
        _ changes: String
    ) async throws {
        #expect(try await instance(changes).billing == rate(0)...rate(2_397_000))
    }

    @Test func `automatic backups that somebody switched on cost a fifth more`() async throws {
        let instance = try await instance(#"{"features": ["ipv6", "auto_backups"]}"#)
        #expect(instance.running == rate(2_876_400))
        #expect(instance.billing == rate(2_397_000)...rate(2_876_400))
    }

    @Test(arguments: [
        ("2026-10-30T00:00:00Z", "2026-09-01T00:00:00+00:00", 2_397_000),
        ("2026-10-31T12:00:00Z", "2026-09-01T00:00:00+00:00", 0),
        ("2026-10-31T12:00:00Z", "2026-10-10T00:00:00+00:00", 2_397_000),
        // The provider's month ends at midnight in New York, when it is later here.
        ("2026-11-01T04:00:00Z", "2026-09-01T00:00:00+00:00", 0),
        ("2026-11-01T06:00:00Z", "2026-09-01T00:00:00+00:00", 2_397_000),
    ])
    func `at the end of a month that it was there for, the cap may make hours free`(
        _ time: String, _ created: String, _ low: Int64
    ) async throws {
        let billing = try await instance(#"{"date_created": "\#(created)"}"#, at: time).billing
        #expect(billing == rate(low)...rate(2_397_000))
    }

    @Test func `the region's price counts, whatever the case of its name`() async throws {
        let plan = #"{"location_cost": {"ewr": {"hourly_cost": 3, "monthly_cost": 2190}}}"#
        #expect(try await instance(#"{"region": "EWR"}"#, plan: plan).running == rate(3_000_000))
    }

    @Test(arguments: [
        ("2020-10-10T01:56:20+00:00", 1_602_294_980), ("2020-10-10T01:56:20Z", 1_602_294_980),
        ("2020-10-10T01:56:20+02:00", 1_602_287_780), ("2020-10-10T01:56:20-05:30", 1_602_314_780),
    ])
    func `a time has its offset from UTC with it`(_ text: String, _ seconds: Double) async throws {
        #expect(
            try await instance(#"{"date_created": "\#(text)"}"#).created
                == Instant(seconds: seconds))
    }

    @Test(arguments: [
        #""soon""#, #""""#, "null", "5", #""2020-13-10T01:56:20+00:00""#,
        #""2020-02-30T01:56:20+00:00""#, #""2020-10-10T25:56:20+00:00""#,
        #""2020-00-00T00:00:00+00:00""#, #""0000-10-10T01:56:20+00:00""#,
        #""2020-10-10T01:56:20""#, #""2014-07-18 15:31:01""#,
    ])
    func `a time that is none does not end the program`(_ time: String) async throws {
        #expect(try await instance(#"{"date_created": \#(time)}"#).created == nil)
    }

    @Test(arguments: [
        (#"{"label": "fk-a-b", "tags": ["fk-a-b"]}"#, "fk-a-b"),
        (#"{"label": "edited", "tags": ["mine", "fk-a-b"]}"#, "fk-a-b"),
        (#"{"label": "", "tags": ["fk-a-b"]}"#, "fk-a-b"),
        (#"{"label": "other", "tags": []}"#, "other"),
        (#"{"label": "other", "tags": null}"#, "other"),
        (#"{"label": null, "tags": ["theirs"]}"#, nil),
    ])
    func `a machine of ours is known by its label, or by its tag when that was edited`(
        _ changes: String, _ label: String?
    ) async throws {
        #expect(try await instance(changes).label == label)
    }

    @Test(arguments: [
        #""internal_ip": null"#, #""features": {}"#, #""tags": {}"#, #""tags": [5, null]"#,
        #""disk": "1400""#, #""os_id": "1743""#, #""vpcs": [{}]"#, #""tag": """#, #""label": 17"#,
        #""power_status": 5"#, #""v6_networks": []"#, #""pending_charges": 1.5"#,
    ])
    func `what we do not use, or cannot read, does not spoil a row`(_ more: String) async throws {
        #expect(try await instance("{\(more)}").id == vultr("a"))
    }

    @Test func `the root password and the console's address reach nothing that can be printed`()
        async throws
    {
        let row = try vultrRow(
            "a", #"{"default_password": "p-hidden", "kvm": "https://kvm.example/k-hidden"}"#)
        let vultr = try ScriptedVultr(
            bodies: vultrPage("instances", row), vultrPage("plans", try vultrPlan()),
            #"{"instance": \#(row)}"#)
        #expect(!"\(await vultr.client.listing())".contains("hidden"))
        #expect(
            !"\(try await vultr.client.lookup(InstanceID(provider: .vultr, value: "a")))"
                .contains("hidden"))
    }

    @Test func `a word of a stranger's is kept short and on one line`() async throws {
        let word = "one\\n" + String(repeating: "x", count: 5000)
        guard case .other(let kept) = try await instance(#"{"status": "\#(word)"}"#).status else {
            Issue.record("it is a new word")
            return
        }
        #expect(kept.count == 201 && !kept.contains("\n"))
    }
}
