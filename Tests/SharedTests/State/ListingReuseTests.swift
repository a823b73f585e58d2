import Shared
import Testing

@Suite struct ListingReuseTests {
    private let room: StateRoom
    private let journal: Journal

    init() throws {
        room = try StateRoom()
        journal = try room.create()
    }

    private static func at(_ time: Duration, boot: String = "boot") -> Stamp {
        Stamp(
            wall: Instant(seconds: 1_790_000_000) + time, sinceBoot: .seconds(1000) + time,
            bootID: boot)
    }

    private static let most = HourlyRate(perHour: Dollars(microdollars: 400_000))
    private static let listing = Listing(
        provider: .vast, completeness: .complete,
        instances: [
            Instance(
                id: InstanceID(provider: .vast, value: "7"), label: "fk-a-b", status: .running,
                machine: "51", gpuName: "RTX 4090", gpuCount: 2, running: most, stopped: .zero,
                billing: .zero...most, created: Instant(seconds: 1_789_999_000),
                routes: [
                    SSHRoute(.direct, host: "203.0.113.10", port: 40_000),
                    SSHRoute(.proxy, user: "me", host: "ssh4.vast.ai", port: 12_344),
                ].compactMap { $0 }),
            Instance(id: InstanceID(provider: .vast, value: "8"), status: .other("running")),
        ],
        begun: at(.zero), ended: at(.seconds(1)))

    private func young(_ age: Duration, boot: String = "boot") throws -> Listing? {
        try journal.youngListing(of: .vast, notBy: "autoscaler", at: Self.at(age, boot: boot))
    }

    @Test func `another tool's listing is taken again for twenty seconds, word for word`() throws {
        try journal.keep(Self.listing, by: "lifecycle")
        let taken = try young(.milliseconds(19_999))
        #expect(taken?.instances == Self.listing.instances)
        #expect(taken?.begun == Self.listing.begun && taken?.isComplete == true)
        #expect(try young(.seconds(20)) == nil)
    }

    @Test func `a tool never takes its own listing again`() throws {
        try journal.keep(Self.listing, by: "autoscaler")
        #expect(try young(.seconds(1)) == nil)
    }

    @Test func `a listing from before the last boot is not taken`() throws {
        try journal.keep(Self.listing, by: "lifecycle")
        #expect(try young(.seconds(1), boot: "another") == nil)
    }

    @Test(arguments: [Listing.Completeness.partial(reason: "x"), .failed(reason: "x")])
    func `a listing that is not complete is not kept`(_ word: Listing.Completeness) throws {
        var listing = Self.listing
        listing.completeness = word
        try journal.keep(listing, by: "lifecycle")
        #expect(try young(.seconds(1)) == nil)
    }

    @Test func `a listing from before something was changed is not taken`() throws {
        try journal.keep(Self.listing, by: "lifecycle")
        let offer = Offer(
            provider: .vast, id: "1", gpuName: "RTX 4090", gpuCount: 1, running: Self.most,
            stopped: .zero, reliability: 1)
        let rental = Rental(
            id: try #require(RentalID(installation: Sample.installation, unique: "ijklmnop")),
            offer: offer, group: "g", intendedAt: Self.at(.seconds(2)))
        _ = try journal.intend(
            rental, room: 1, limits: SpendingLimits(budget: Budget(), horizon: .seconds(60)),
            extra: .zero, hold: { _ in true })
        #expect(try young(.seconds(3)) == nil)
    }
}
