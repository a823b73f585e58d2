import Shared
import Testing

/// Rows as hosts and years of changes made them: quirks 4, 5, 9 and 16 to 21 of the reference.
@Suite struct VastRowTests {
    private func instance(_ row: String) async throws -> Instance {
        let vast = try ScriptedVast(body: page(row))
        return try #require(await vast.client.listing().instances.first)
    }

    @Test(arguments: [#"{"id": 26400002}"#, #"{"id": "26400002"}"#])
    func `quirks 4 and 17, an id may be a number or text, and a row may be half empty`(
        _ row: String
    ) async throws {
        let instance = try await instance(row)
        #expect(instance == Instance(id: vast(26_400_002), status: .booting))
    }

    @Test(
        arguments: [
            ("null", "running", .booting), (#""created""#, "running", .booting),
            (#""loading""#, "running", .booting), (#""rebooting""#, "running", .booting),
            (#""running""#, "running", .running), (#""running""#, "stopped", .other("stopping")),
            (#""exited""#, "stopped", .stopped), (#""stopped""#, "running", .stopped),
            (#""frozen""#, "running", .stopped), (#""offline""#, "running", .unreachable),
            (#""unknown""#, "running", .unreachable),
            (#""migrating""#, "running", .other("migrating")),
            (#"17"#, "running", .booting),
        ] as [(String, String, InstanceStatus)])
    func `a status word is one of ours, or stays as it is`(
        _ actual: String, _ intended: String, _ status: InstanceStatus
    ) async throws {
        let row = #"{"id": 1, "actual_status": \#(actual), "intended_status": "\#(intended)"}"#
        #expect(try await instance(row).status == status)
    }

    @Test func `a word of a stranger's is kept short and on one line`() async throws {
        let word = "one\\n" + String(repeating: "x", count: 5000)
        let status = try await instance(#"{"id": 1, "actual_status": "\#(word)"}"#).status
        guard case .other(let kept) = status else {
            Issue.record("it was \(status)")
            return
        }
        #expect(kept.count == 201 && !kept.contains("\n"))
    }

    @Test(
        arguments: [
            ("running", "running", 380_000, 380_000), ("loading", "running", 1000, 380_000),
            ("stopped", "stopped", 1000, 1000), ("stopped", "running", 1000, 380_000),
            ("exited", "stopped", 1000, 1000), ("exited", "running", 1000, 380_000),
            ("offline", "running", 0, 380_000), ("unknown", "running", 0, 380_000),
            ("migrating", "running", 0, 380_000), ("rebooting", "running", 1000, 380_000),
        ] as [(String, String, Int64, Int64)])
    func `what it bills is bounded by what is known of its status`(
        _ actual: String, _ intended: String, _ low: Int64, _ high: Int64
    ) async throws {
        let row =
            #"{"id": 1, "actual_status": "\#(actual)", "intended_status": "\#(intended)", "#
            + #""dph_total": 0.38, "storage_total_cost": 0.001}"#
        let billing = try #require(try await instance(row).billing)
        // A price in a row is rounded to the millionth on its way to us.
        #expect(billing.lowerBound <= rate(low) && billing.lowerBound >= rate(max(0, low - 1)))
        #expect(billing.upperBound >= rate(high) && billing.upperBound <= rate(high + 1))
    }

    @Test func `the storage's price is reckoned from the disk where no total is given`()
        async throws
    {
        let instance = try await instance(
            #"{"id": 1, "actual_status": "running", "dph_total": 0.5, "storage_cost": 0.15, "disk_space": 72}"#
        )
        #expect(instance.stopped == rate(15_000) && instance.running == rate(500_000))
    }

    @Test func `numbers may come as text, and what is no price is none`() async throws {
        let text = try await instance(#"{"id": "5", "dph_total": "0.38", "num_gpus": "2"}"#)
        #expect(text.running == rate(380_000) && text.gpuCount == 2)
        for price in ["-1", #""cheap""#, "1e300", #""nan""#, #""inf""#, "[]", "null"] {
            #expect(
                try await instance(#"{"id": 1, "dph_total": \#(price)}"#).running == nil, "\(price)"
            )
        }
    }

    @Test(arguments: ["1e300", "-1e300", #""nan""#, #""inf""#, #""soon""#, "null", "-5", "{}"])
    func `a time that is none does not end the program`(_ time: String) async throws {
        #expect(try await instance(#"{"id": 1, "start_date": \#(time)}"#).created == nil)
    }

    @Test func `quirk 19, a duration is no age: only the start says since when`() async throws {
        let members = #""duration": 2591000.0, "start_date": 1787000000.0"#
        let created = try await instance(row(1, more: members)).created
        #expect(created == Instant(seconds: 1_787_000_000))
        #expect(try await instance(row(1, more: #""duration": 2591000.0"#)).created == nil)
    }

    @Test func `a time with a fraction is kept`() async throws {
        #expect(
            try await instance(#"{"id": 1, "start_date": 1787000000.25}"#).created
                == Instant(microseconds: 1_787_000_000_250_000))
    }

    @Test(arguments: [
        #""ports": null"#, #""ports": {}"#, #""ports": {"22/tcp": null}"#,
        #""ports": {"22/tcp": [{"HostIp":"0.0.0.0","HostPort":"40000"}]}"#,
        #""ssh_idx": "4", "ssh_port": 12344, "ssh_host": null"#,
        #""extra_env": [["FOO","bar"]]"#, #""extra_env": {"FOO": "bar"}"#,
        #""duration": -5, "volume_info": [], "gpu_util": null"#, #""num_gpus": 1.5"#,
        #""num_gpus": {}"#, #""machine_id": []"#, #""label": 17"#,
    ])
    func `what we do not use, or cannot read, does not spoil a row`(_ more: String) async throws {
        #expect(try await instance(#"{"id": 1, \#(more)}"#).id == vast(1))
    }

    @Test func `quirk 29, credentials in a row reach nothing that can be printed`() async throws {
        let row = row(
            1,
            more:
                #""instance_api_key": "k-hidden", "jupyter_token": "j-hidden", "onstart": "o-hidden""#
        )
        let vast = try ScriptedVast(body: page(row))
        #expect(!"\(await vast.client.listing())".contains("hidden"))
    }

    @Test func `labels are as the provider shows them`() async throws {
        #expect(try await instance(#"{"id": 1, "label": "fk-a-b"}"#).label == "fk-a-b")
        #expect(try await instance(#"{"id": 1, "label": null}"#).label == nil)
        #expect(try await instance(#"{"id": 1, "label": ""}"#).label == "")
    }
}
