import Shared
import Testing

@Suite struct VastSearchTests {
    private let wish = OfferWish(
        gpu: GPUPreference(name: "RTX_4090", count: 1, maxPrice: nil, minReliability: 0.95),
        maxPrice: rate(500_000), diskGB: 72, verifiedOnly: true, limit: 20)

    /// A row that meets the wish, with these members in place of its own.
    private func offer(_ changes: String = "{}") throws -> String {
        let plain: JSONValue = [
            "id": 1, "machine_id": 7, "gpu_name": "RTX 4090", "num_gpus": 1,
            "dph_base": .number(0.3), "storage_cost": .number(0.1), "reliability": .number(0.99),
            "verification": "verified", "rentable": true, "disk_space": 100,
        ]
        guard case .object(let members) = plain,
            case .object(let changed) = JSONValue(json: Array(changes.utf8))
        else { throw NotAnObject() }
        let row = JSONValue.object(members.merging(changed) { _, new in new })
        return String(decoding: row.json(), as: UTF8.self)
    }

    private struct NotAnObject: Error {}

    private func offers(_ rows: String...) async throws -> [Offer] {
        try await ScriptedVast(body: #"{"offers": [\#(rows.joined(separator: ", "))]}"#)
            .client.offers(wish)
    }

    @Test func `the query asks for the wish, disk included`() async throws {
        let vast = try ScriptedVast(body: #"{"offers": []}"#)
        #expect(try await vast.client.offers(wish) == [])
        #expect(vast.paths == ["POST /api/v0/bundles/"])
        let query = try #require(vast.exchange.requests.first?.body.flatMap { JSONValue(json: $0) })
        #expect(query["gpu_name"] == ["eq": "RTX 4090"])
        #expect(query["num_gpus"] == ["eq": 1] && query["verified"] == ["eq": true])
        #expect(query["dph_total"] == ["lte": .number(0.5)])
        #expect(query["disk_space"] == ["gte": 72] && query["allocated_storage"] == 72)
        #expect(query["reliability"] == ["gte": .number(0.95)])
        #expect(query["limit"] == 20 && query["type"] == "on-demand")
        #expect(query["rentable"] == ["eq": true] && query["rented"] == ["eq": false])
    }

    @Test func `an offer's price holds its disk, and stopped it costs the disk`() async throws {
        let found = try await offers(offer())
        // 72 GB at $0.10 a month of 720 hours are a cent an hour.
        #expect(found.map(\.running) == [rate(310_000)])
        #expect(found.map(\.stopped) == [rate(10_000)])
        #expect(found.map(\.machine) == ["7"] && found.map(\.reliability) == [0.99])
    }

    @Test func `the dearer of two stories about a price is believed`() async throws {
        #expect(try await offers(offer(#"{"dph_total": 0.4}"#)).map(\.running) == [rate(400_000)])
        #expect(try await offers(offer(#"{"dph_total": 0.1}"#)).map(\.running) == [rate(310_000)])
    }

    @Test func `a total without the GPU's own price may lack the disk, so the disk comes on top`()
        async throws
    {
        let bare = #"{"dph_base": null, "dph_total": 0.3}"#
        #expect(try await offers(offer(bare)).map(\.running) == [rate(310_000)])
    }

    @Test(arguments: [
        #"{"rentable": false}"#, #"{"gpu_name": "RTX 3090"}"#, #"{"num_gpus": 2}"#,
        #"{"reliability": 0.949}"#, #"{"reliability": null}"#, #"{"verification": "unverified"}"#,
        #"{"disk_space": 71}"#, #"{"dph_total": 0.500001}"#, #"{"dph_base": null}"#,
        #"{"dph_base": 1e300}"#, #"{"dph_base": -1}"#, #"{"dph_base": "nan"}"#,
        #"{"id": null}"#, #"{"num_gpus": 1.5}"#,
    ])
    func `a row that slipped through the query is not rented`(_ change: String) async throws {
        #expect(try await offers(offer(change)).isEmpty)
        #expect(try await offers(offer(change), offer()).count == 1)
    }

    @Test(arguments: [
        #"{"dph_total": 0.5}"#, #"{"disk_space": 72}"#, #"{"reliability": 0.95}"#,
        #"{"reliability": null, "reliability2": 0.95}"#, #"{"gpu_name": "rtx_4090"}"#,
        #"{"verification": null}"#, #"{"id": "1", "num_gpus": "1", "dph_base": "0.3"}"#,
    ])
    func `quirk 21, a row at the edge of the wish is taken, by either name of its reliability`(
        _ change: String
    ) async throws {
        #expect(try await offers(offer(change)).count == 1)
    }

    @Test func `odd rows do not spoil the others, and null means none`() async throws {
        #expect(try await offers("null", "1", "{}", offer(), "[]").count == 1)
        #expect(try await ScriptedVast(body: #"{"offers": null}"#).client.offers(wish) == [])
    }

    @Test(arguments: ["", "{}", "null", "[]", #"{"offers": {}}"#, "<html>", #"{"success": false}"#])
    func `an answer without offers is an error, not an empty market`(_ body: String) async throws {
        await #expect(throws: ProviderError.self) {
            _ = try await ScriptedVast(body: body).client.offers(wish)
        }
    }

    @Test func `quirk 14, an exhausted quota is not asked for again`() async throws {
        let vast = try ScriptedVast([
            .status(429, [("Retry-After", "7200")], body: #"{"error": "search_quota_exceeded"}"#)
        ])
        await #expect(throws: ProviderError.self) { _ = try await vast.client.offers(wish) }
        #expect(vast.exchange.unused == 0)
    }
}
