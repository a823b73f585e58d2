import Foundation
import Shared
import Testing

/// Answers that no provider promised: whatever they are, a run ends by itself and spends nothing
/// twice.
@Suite struct HostileAnswerTests {
    let cloud: Cloud
    let between: Between
    let fleet: TestFleet

    init() throws {
        cloud = try Cloud()
        between = try Between(cloud)
        fleet = try TestFleet(cloud, at: between.url)
        fleet.configuration.max = 2
    }

    @Test(arguments: [
        (200, "{}"), (200, "null"), (200, ""), (200, "<html>"), (200, #"{"success": true}"#),
        (200, #"{"success": true, "new_contract": null}"#),
        (200, #"{"success": true, "new_contract": []}"#),
        (200, #"{"success": true, "new_contract": 1e400}"#),
        (201, "ok"), (202, ""), (500, "{}"), (502, ""), (504, "gateway"), (408, ""),
    ])
    func `a create with an answer of no use is one machine, found in the list`(
        _ status: Int, _ body: String
    ) throws {
        between.tell { call, truth in
            guard call.isCreate else { return truth() }
            _ = truth()
            return .json(body, status: status)
        }
        try fleet.queue(1)
        #expect(try fleet.check().status == 1)
        #expect(between.creates == 1)
        between.tellTheTruth()
        #expect(try fleet.check().status == 0)
        let bill = try cloud.bill()
        #expect(bill.machines.count == 1)
        let known = try fleet.journal().openRentals().compactMap(\.instance?.value)
        #expect(known == bill.existing.map(\.id))
    }

    @Test func `a create that names a machine we have already is no second rental of it`() throws {
        try fleet.queue(1)
        #expect(try fleet.check().status == 0)
        let id = try #require(try cloud.bill().existing.first?.id)
        between.tell { call, truth in
            guard call.isCreate else { return truth() }
            _ = truth()
            return .json(#"{"success": true, "new_contract": \#(id)}"#)
        }
        try fleet.queue(2)
        _ = try fleet.check()
        between.tellTheTruth()
        for _ in 1...3 {
            _ = try fleet.check()
            cloud.pass(.seconds(10))
        }
        let bill = try cloud.bill()
        #expect(bill.mostAtOnce <= 2)
        // Whatever is made of it, both machines are known: as rentals, or as an alert.
        let report = try fleet.report()
        let text = String(decoding: report.json(), as: UTF8.self)
        for machine in bill.existing { #expect(text.contains("vast-\(machine.id)")) }
    }

    @Test(arguments: [
        #""start_date": 1e300"#, #""start_date": "soon""#, #""start_date": -1e300"#,
        #""dph_total": 1e300"#, #""dph_total": -5"#, #""dph_total": "free""#,
        #""dph_total": null"#, #""dph_total": 999999999"#,
        #""actual_status": "exploded""#, #""actual_status": 7"#, #""actual_status": null"#,
        #""actual_status": "\u001b[2J""#, #""label": 7"#, #""label": ["a"]"#,
        #""machine_id": {}"#, #""num_gpus": 1e99"#, #""gpu_name": "\u001b]0;x\u0007""#,
        #""storage_cost": 1e300, "storage_total_cost": null, "disk_space": 1e300"#,
        #""intended_status": []"#,
    ])
    func `a field of a row that is nonsense ends no program`(_ field: String) throws {
        try fleet.queue(2)
        #expect(try fleet.check().status == 0)
        cloud.pass(.seconds(5))
        #expect(try fleet.check().status == 0)
        let change = JSONValue(json: Array("{\(field)}".utf8))?.members ?? [:]
        between.tell { call, truth in
            guard call.isList else { return truth() }
            return truth().changing { page in
                page["instances"] = .array(
                    (page["instances"]?.elements ?? []).map { row in
                        .object((row.members ?? [:]).merging(change) { _, new in new })
                    })
            }
        }
        for words in [[], ["--json"], ["--dry-run"]] {
            let finished = try fleet.start(["--check"] + words).wait()
            #expect([0, 1].contains(finished.status), "\(finished)")
            let printed = (finished.output + finished.errors).unicodeScalars
            #expect(!printed.contains { $0.value < 32 && $0 != "\n" })
        }
        #expect(between.creates == 0)
        between.tellTheTruth()
        #expect(try fleet.check().status == 0)
        #expect(try cloud.bill().mostAtOnce == 2)
    }

    @Test(arguments: ["list", "account", "search", "create"])
    func `an answer without end or depth ends no program`(_ kind: String) throws {
        let bodies = [
            String(repeating: "[", count: 200_000), String(repeating: #"{"a":"#, count: 100_000),
            String(repeating: " ", count: 40_000_000),
            #"{"instances": [{"id": 1, "label": ""# + String(repeating: "x", count: 3_000_000)
                + #""}], "id": "# + String(repeating: "9", count: 100_000) + "}",
        ]
        try fleet.queue(1)
        for body in bodies {
            between.tell { call, truth in
                let isIt =
                    switch kind {
                    case "list": call.isList
                    case "account": call.isAccount
                    case "search": call.isSearch
                    default: call.isCreate
                    }
                return isIt ? .json(body) : truth()
            }
            let finished = try fleet.check()
            #expect([0, 1, 69, 78].contains(finished.status), "\(finished.status)")
            #expect(finished.errors.count + finished.output.count < 20_000)
        }
        #expect(try cloud.bill().machines.count <= 1)
    }

    @Test(arguments: [
        "-1", "1.5", "1e400", "NaN", "[]", "{}", "\"5\"", "", "   ", "true", "5 6", "0x10",
        "99999999999999999999999", "{\"waiting\": -3}", "{\"waiting\": null}",
        String(repeating: "[", count: 100_000),
    ])
    func `a queue that is no number holds, and neither grows nor shrinks`(_ text: String) throws {
        try fleet.queue(1)
        #expect(try fleet.check().status == 0)
        between.tellTheTruth()
        try fleet.folder.write(text, to: "queue")
        let finished = try fleet.check()
        #expect(finished.status == 0)
        #expect(finished.output.contains("held: demand is unknown"), "\(finished)")
        #expect(between.changes.isEmpty)
    }
}
