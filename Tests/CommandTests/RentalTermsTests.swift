import Foundation
import Shared
import Testing

/// What is rented and what it gets, from the file to the market, by the built program.
@Suite struct RentalTermsTests {
    let cloud: Cloud
    let between: Between
    let fleet: TestFleet

    init() throws {
        cloud = try Cloud()
        between = try Between(cloud)
        fleet = try TestFleet(cloud, at: between.url)
        try fleet.queue(1)
    }

    @Test func `variables and the login reach the machine, and no secret is kept or told`() throws {
        fleet.environment["GHCR_TOKEN"] = "ghp-1234567890"
        fleet.environment["QUEUE_TOKEN"] = "token-0987654321"
        fleet.configuration.group = """
                image: ghcr.io/ada/train:1
                env: { MODE: train, QUEUE_TOKEN: "${QUEUE_TOKEN}" }
            """
        let finished = try fleet.check("--verbose")
        #expect(finished.status == 0, "\(finished.errors)")
        let body = try #require(
            between.calls.first { $0.isCreate }.flatMap { JSONValue(json: $0.body) })
        #expect(body["env"] == ["MODE": "train", "QUEUE_TOKEN": "token-0987654321"])
        #expect(body["image_login"] == "-u ada -p ghp-1234567890 ghcr.io")
        #expect(try cloud.bill().existing.count == 1)
        for secret in ["ghp-1234567890", "token-0987654321"] {
            #expect(!(finished.output + finished.errors).contains(secret))
            for file in try FileManager.default.subpathsOfDirectory(atPath: fleet.statePath) {
                let bytes = FileManager.default.contents(atPath: "\(fleet.statePath)/\(file)")
                let found = (bytes ?? Data()).firstRange(of: Data(secret.utf8))
                #expect(found == nil, "\(file) holds a secret")
            }
        }
    }

    @Test func `a query narrows what is rented, the environment's in place of the file's`() throws {
        fleet.configuration.vast = ", query: inet_down>=1000000"
        let none = try fleet.check()
        #expect(none.output.contains("that meets the query"), "\(none.output)")
        #expect(try cloud.bill().machines.isEmpty)
        fleet.environment["VAST_QUERY"] = "inet_down>=100 verified=any"
        #expect(try fleet.check().status == 0)
        #expect(try cloud.bill().existing.count == 1)
        let asked = between.calls.last { $0.isSearch }.flatMap { JSONValue(json: $0.body) }
        #expect(asked?["inet_down"] == ["gte": "100"] && asked?["verified"] == nil)
        fleet.environment["VAST_QUERY"] = "inet_down ~ 100"
        let wrong = try fleet.check()
        #expect(wrong.status == 78)
        #expect(wrong.errors.contains("VAST_QUERY has no operator after"))
    }

    @Test func `a part of a card is rented at Vultr where it is asked for, and only there`() throws
    {
        fleet.configuration.vultr = "{ regions: [ewr], spacing: off }"
        fleet.configuration.gpus = "[{ name: A16, max_price: 0.30 }]"
        _ = try fleet.check()
        #expect(try cloud.bill().machines.isEmpty)
        fleet.configuration.gpus = "[{ name: A16, slice: 3GB, max_price: 0.30 }]"
        let finished = try fleet.check()
        #expect(finished.status == 0, "\(finished.errors)")
        #expect(finished.output.contains("A16 4GB slice"), "\(finished.output)")
        #expect(try cloud.bill().existing.map(\.provider) == ["vultr"])
    }
}
