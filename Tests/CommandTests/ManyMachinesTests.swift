import Foundation
import Shared
import Testing

/// Accounts with more machines than a page of the list holds.
@Suite struct ManyMachinesTests {
    @Test func `among a thousand machines of others a fleet is kept as among none`() throws {
        let cloud = try Cloud()
        let between = try Between(cloud) { call, truth in crowded(call, truth, strangers: 1000) }
        let fleet = try TestFleet(cloud, at: between.url)
        try fleet.queue(100)
        for count in [2, 4, 4] {
            let calls = between.calls.count { $0.isList }
            let finished = try fleet.check()
            #expect(finished.status == 0, "\(finished.errors)")
            #expect(finished.output.contains("1000 other machines in the account"))
            #expect(between.calls.count { $0.isList } == calls + 41)
            #expect(try cloud.bill().existing.count == count)
            cloud.pass(.seconds(5))
        }
        try fleet.queue(0)
        let isEmpty = try fleet.checks(cloud) { _ in try fleet.journal().openRentals().isEmpty }
        #expect(isEmpty)
        #expect(between.creates == 4)
        let destroyed = Set(between.calls.filter(\.isDestroy).map(\.path))
        #expect(destroyed.count == 4)
    }

    @Test func `pages that break off or lack rows freeze a fleet of thirty`() throws {
        let cloud = try Cloud()
        let between = try Between(cloud)
        let fleet = try TestFleet(cloud, at: between.url)
        fleet.configuration.max = 31
        fleet.configuration.step = 40
        try fleet.queue(30)
        #expect(try fleet.check().status == 0)
        cloud.pass(.seconds(4))
        #expect(try fleet.check().status == 0)
        #expect(try cloud.bill().existing.count == 30)
        let kinds = [
            ["partial-page", "--count", "8"], ["cursor-repeats"], ["truncated-list"],
            ["other-account", "--on", "list"],
        ]
        for (kind, jobs) in zip(kinds + kinds, [31, 31, 31, 31, 0, 0, 0, 0]) {
            try fleet.queue(jobs)
            let added = try cloud.cloudsim(["fault", "add"] + kind)
            #expect(added.status == 0)
            between.tellTheTruth()
            let finished = try fleet.check()
            #expect(finished.status == 1, "\(kind): \(finished)")
            #expect(finished.output.contains("held: "))
            #expect(between.changes.isEmpty)
            try cloud.clearFaults()
        }
        try fleet.queue(31)
        let isGrown = try fleet.checks(cloud) { _ in try cloud.bill().existing.count == 31 }
        #expect(isGrown)
        #expect(try cloud.bill().machines.count == 31)
    }
}

/// The list with machines of others after ours, in pages of 25.
@Sendable private func crowded(_ call: Call, _ truth: () -> Reply, strangers: Int) -> Reply {
    guard call.isList else { return truth() }
    guard let token = call.query.components(separatedBy: "after_token=page").dropFirst().first,
        let page = Int(token.prefix(while: \.isNumber))
    else {
        return truth().changing {
            $0["total_instances"] = nil
            $0["next_token"] = "page0"
        }
    }
    let first = page * 25
    let rows = (first..<min(first + 25, strangers)).map { number in
        """
        {"id": \(30_000_000 + number), "label": "mine-\(number)", "actual_status": "running",
         "intended_status": "running", "machine_id": \(number), "gpu_name": "RTX 5090",
         "num_gpus": 1, "dph_total": 0.4, "start_date": 1700000000.5}
        """
    }
    let next = first + 25 < strangers ? "\"page\(page + 1)\"" : "null"
    return .json(
        #"{"success": true, "instances": [\#(rows.joined(separator: ","))], "#
            + #""instances_found": \#(rows.count), "next_token": \#(next)}"#)
}
