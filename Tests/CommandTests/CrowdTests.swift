import Foundation
import Shared
import Testing

/// Many clients at once, over real HTTP.
@Suite struct CrowdTests {
    @Test func `twenty clients at once list a thousand machines of Vast, all and the same`()
        async throws
    {
        let cloud = try Cloud(speed: 1, boot: "1h..2h", "--market-size", "6", "--credit", "90000")
        try await cloud.rentMany(1000)
        let clients = try (0..<20).map { _ in try cloud.vastClient() }
        let listings = try await atOnce(clients) { await $0.listing() }
        let first = try #require(listings.first).instances.map(\.id)
        #expect(first.count == 1000 && Set(first).count == 1000)
        for listing in listings {
            #expect(listing.isComplete)
            #expect(listing.instances.map(\.id) == first)
        }
        #expect(try cloud.bill().machines.map(\.id) == first.map(\.value))
    }

    @Test func `a key has limits of its own at Vast, and an address has them at Vultr`()
        async throws
    {
        // A second of the market takes an hour here.
        let cloud = try Cloud(speed: 0.000_3, "--thresholds", "on", "--keys", "20")
        #expect(cloud.keys.count == 20 && Set(cloud.keys).count == 20)
        let http = HTTPClient(environment: HTTPEnvironment([:]))
        let list = "\(cloud.url)/api/v1/instances/"
        for expected in [200, 429] {
            let statuses = try await atOnce(cloud.keys) { key in
                try await send(.get, list, key: key, over: http).status
            }
            #expect(statuses == Array(repeating: expected, count: 20))
        }
        let plansURL = "\(cloud.vultrURL)/plans?per_page=1"
        let plans = try await atOnce(Array(1...40)) { number in
            try await send(.get, plansURL, key: "key-\(number)", over: http).status
        }
        #expect(plans.count { $0 == 200 } == 30)
        #expect(plans.count { $0 == 429 } == 10)
    }

    @Test func `clients that keep the spacing each list everything, thresholds on`() async throws {
        let cloud = try Cloud(
            boot: "1h..2h", "--thresholds", "on", "--keys", "20", "--market-size", "2")
        let http = HTTPClient(environment: HTTPEnvironment([:]))
        let offers = try await send(
            .post, "\(cloud.url)/api/v0/bundles/", key: cloud.key, ["limit": 64], over: http)
        let ids = (offers.json?["offers"]?.elements ?? []).compactMap { $0["id"]?.double }
        let order: JSONValue = [
            "ids": .array(ids.map { .number($0) }), "image": "u", "disk": 8,
        ]
        _ = try await send(
            .post, "\(cloud.url)/api/v0/asks/bulk/", key: cloud.key, order, over: http)
        let existing = try cloud.bill().existing.count
        #expect(existing > 25)
        let clients = try cloud.keys.enumerated().map { number, key in
            try cloud.vastClient(
                key: key,
                pacing: Pacing(file: cloud.folder.path("pace-\(number)"), clock: cloud.wallClock))
        }
        let listings = try await atOnce(clients) { await $0.listing() }
        for listing in listings {
            #expect(listing.isComplete)
            #expect(listing.instances.count == existing)
        }
    }
}
