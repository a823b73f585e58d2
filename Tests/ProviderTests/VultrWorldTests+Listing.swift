import CloudSim
import Shared
import TestSupport
import Testing

/// Lists and labels.
extension VultrWorldTests {
    @Test func `a new machine may not be listed yet, and its lookup shows it`() async throws {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            try served.fault(.listingLag, on: .create)
            let id = try await rent(client)
            let listing = await client.listing()
            #expect(listing.isComplete && listing.instances.isEmpty)
            #expect(try await status(id, client) == .booting)
            served.clock.advance(.seconds(61))
            #expect(await client.listing().instances.map(\.id) == [id])
        }
    }

    @Test func `a label and a tag that were lost are put back`() async throws {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            try served.fault(.labelLost, on: .create)
            let id = try await rent(client)
            #expect((await client.listing().instances.first?.label ?? "").isEmpty)
            try await client.setLabel("fk-a-inst0001-00000001", of: id)
            #expect(await client.listing().instances.first?.label == "fk-a-inst0001-00000001")
        }
    }

    @Test func `a label that somebody edited is known by its tag`() async throws {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            let id = try await rent(client)
            _ = try await served.raw(
                .patch, "/v2/instances/\(id.value)", ["label": "my box"],
                key: "simulated-vultr-key")
            #expect(await client.listing().instances.first?.label == "fk-a-inst0001-00000001")
        }
    }

    @Test func `every page of five hundred machines is followed`() async throws {
        let plan = VultrPlan(
            id: "vcg-many", gpuType: "NVIDIA_A40", gpus: 1, gpuMemory: 48, cpus: 1, memory: 8,
            disk: 100, bandwidth: 1,
            rate: VultrRate(
                hourly: Dollars(microdollars: 100_000), monthly: Dollars(microdollars: 73_000_000)),
            stock: [("ewr", 2000)])
        try await ServedWorld.serving(vultr: VultrCatalog([plan])) { served in
            let client = try served.vultr()
            for _ in 1...501 { _ = try await rent(client, "ewr/vcg-many") }
            let listing = await client.listing()
            #expect(listing.isComplete && Set(listing.instances.map(\.id)).count == 501)
            for kind in [FaultKind.partialPage, .cursorRepeats] {
                try served.fault(kind, on: .list, count: 10)
                guard case .partial = await client.listing().completeness else {
                    Issue.record("\(kind) was taken for a whole list")
                    return
                }
                try served.clearFaults()
            }
        }
    }

    @Test(arguments: [FaultKind.html, .emptyObject])
    func `an error is never an empty list`(_ kind: FaultKind) async throws {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            _ = try await rent(client)
            try served.fault(kind, on: .list)
            guard case .failed = await client.listing().completeness else {
                Issue.record("\(kind) was taken for a list")
                return
            }
        }
    }
}
