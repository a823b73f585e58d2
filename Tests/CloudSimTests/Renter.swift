import CloudSim
import Shared
import Testing

/// A caller of a simulated world in memory, with a clock that tests move.
final class Renter {
    let world: World
    let api: VastAPI
    var now = Instant(microseconds: 1_800_000_000_000_000)
    var key: String? = "simulated-key"

    init(
        seed: UInt64 = 1, catalog: Catalog = .small,
        boot: ClosedRange<Duration> = .seconds(20) ... .seconds(90), thresholds: Bool = false,
        credit: Dollars = Dollars(microdollars: 1_000_000_000)
    ) {
        var settings = WorldSettings(seed: seed, boot: boot)
        settings.account.credit = credit
        settings.thresholds = thresholds
        world = World(settings, catalog: catalog, start: now)
        api = VastAPI(world: world)
    }

    func wait(_ duration: Duration) { now = now + duration }

    func outcome(_ method: String, _ target: String, _ body: JSON? = nil) -> SimOutcome {
        let headers = key.map { [SimRequest.Field("Authorization", "Bearer \($0)")] } ?? []
        let request = SimRequest(
            method: method, target: target, headers: headers, body: body?.encoded ?? [])
        return api.answer(request, at: now)
    }

    func response(_ method: String, _ target: String, _ body: JSON? = nil) throws -> SimResponse {
        guard case .answer(let response) = outcome(method, target, body) else {
            throw NoAnswer()
        }
        return response
    }

    struct NoAnswer: Error {}

    /// The JSON of an answer of this status.
    @discardableResult
    func json(
        _ method: String, _ target: String, _ body: JSON? = nil, status: Int = 200,
        _ location: SourceLocation = #_sourceLocation
    ) throws -> JSON {
        let response = try response(method, target, body)
        #expect(response.status == status, sourceLocation: location)
        return try #require(JSON(parsing: response.body), sourceLocation: location)
    }

    static func order(_ more: JSONObject = [:]) -> JSON {
        var body: JSONObject = ["image": "pytorch/pytorch:2.0", "disk": 72.0]
        body.append(contentsOf: more)
        return .object(body)
    }

    @discardableResult
    func rent(_ offer: Int64, _ more: JSONObject = [:]) throws -> Int64 {
        let answer = try json("PUT", "/api/v0/asks/\(offer)/", Self.order(more))
        #expect(answer["success"] == true)
        return try #require(answer["new_contract"]?.whole)
    }

    func row(_ id: Int64) throws -> JSON? {
        let answer = try json("GET", "/api/v0/instances/\(id)/?owner=me")
        return answer["instances"] == .null ? nil : answer["instances"]
    }

    func status(_ id: Int64) throws -> JSON? { try row(id)?["actual_status"] }

    /// The ids that a complete walk over the pages finds.
    func listedIDs() throws -> [Int64] {
        var ids: [Int64] = []
        var token: String?
        repeat {
            let page = try json(
                "GET", "/api/v1/instances/?limit=25" + (token.map { "&after_token=\($0)" } ?? ""))
            ids += page["instances"]?.elements?.compactMap { $0["id"]?.whole } ?? []
            token = page["next_token"]?.text
        } while token != nil && ids.count < 10_000
        return ids
    }

    /// The ids that a search finds.
    func offers(_ query: JSONObject = [:]) throws -> [Int64] {
        let answer = try json("POST", "/api/v0/bundles/", .object(query))
        return answer["offers"]?.elements?.compactMap { $0["id"]?.whole } ?? []
    }

    var bill: Bill { world.bill(at: now) }
}
