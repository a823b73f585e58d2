import Testing

@testable import Shared

/// Design §10: a complete listing of another tool, younger than 20 s, is used again.
@Suite struct SharedListingTests {
    let room: StateRoom
    let journal: Journal

    init() throws {
        room = try StateRoom()
        journal = try room.create()
    }

    private func listing(_ completeness: Listing.Completeness = .complete) -> Listing {
        let (running, stopped): (HourlyRate, HourlyRate) = (rate(380_001), rate(7))
        return Listing(
            provider: .vast, completeness: completeness,
            instances: [
                Instance(id: vast(1), status: .other("running")),
                Instance(
                    id: vast(2), label: "fk-a", status: .running, machine: "m1",
                    gpuName: "RTX 4090", gpuCount: 2, running: running, stopped: stopped,
                    billing: stopped...running, created: stamp(-5).wall),
            ], begun: stamp(0), ended: stamp(2))
    }

    private func young(at second: Int64, by tool: String = "keepalive") throws -> Listing? {
        try journal.youngListing(of: .vast, notBy: tool, at: stamp(second))
    }

    @Test func `another tool's listing is used for 20 s from its beginning, whole`() throws {
        try journal.keep(listing(), by: "autoscaler")
        #expect(try young(at: 19)?.instances == listing().instances)
        #expect(try young(at: 19)?.begun == stamp(0))
        #expect(try young(at: 20) == nil)
    }

    @Test func `a tool does not use its own listing again`() throws {
        try journal.keep(listing(), by: "autoscaler")
        #expect(try young(at: 5, by: "autoscaler") == nil)
    }

    @Test func `a listing of another boot is not used`() throws {
        try journal.keep(listing(), by: "autoscaler")
        #expect(
            try journal.youngListing(of: .vast, notBy: "x", at: stamp(5, boot: "boot-2")) == nil)
    }

    @Test(arguments: [Listing.Completeness.partial(reason: "x"), .failed(reason: "x")])
    func `only a complete listing is kept`(_ completeness: Listing.Completeness) throws {
        try journal.keep(listing(completeness), by: "autoscaler")
        #expect(try young(at: 5) == nil)
    }

    @Test func `a listing is not used once anything was done since it began`() throws {
        try journal.keep(listing(), by: "autoscaler")
        let rental = try Sample.rental(1)
        try journal.database.write("test") { connection in
            _ = try Journal.insert(rental, at: stamp(1), in: connection)
        }
        #expect(try young(at: 5) == nil)
    }
}
