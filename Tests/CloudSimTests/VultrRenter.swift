import CloudSim
import Shared
import Testing

/// A caller of the Vultr half of a world in memory, with a clock that tests move.
final class VultrRenter {
    let world: World
    let api: VultrAPI
    /// 15 January 2027, 08:00 UTC.
    var now = Instant(microseconds: 1_800_000_000_000_000)
    var key: String? = "simulated-vultr-key"

    static let a40 = "vcg-a40-24c-120g-48vram"
    static let a16 = "vcg-a16-6c-64g-16vram"
    static let slice = "vcg-a100-1c-6g-4vram"

    init(_ change: (inout WorldSettings) -> Void = { _ in }, catalog: VultrCatalog = .small) {
        var settings = WorldSettings(boot: .seconds(100) ... .seconds(100))
        change(&settings)
        world = World(settings, vultr: catalog, start: now)
        api = VultrAPI(world: world)
    }

    func wait(_ duration: Duration) { now = now + duration }

    func outcome(
        _ method: String, _ target: String, _ body: JSON? = nil,
        type: String = "application/json"
    ) -> SimOutcome {
        var headers = [SimRequest.Field("Content-Type", type)]
        if let key { headers.append(SimRequest.Field("Authorization", "Bearer \(key)")) }
        let request = SimRequest(
            method: method, target: "/v2/" + target, headers: headers, body: body?.encoded ?? [])
        return api.answer(request, at: now)
    }

    func response(_ method: String, _ target: String, _ body: JSON? = nil) throws -> SimResponse {
        guard case .answer(let response) = outcome(method, target, body) else {
            throw Renter.NoAnswer()
        }
        return response
    }

    /// The JSON of an answer of this status; null when there is no body.
    @discardableResult
    func json(
        _ method: String, _ target: String, _ body: JSON? = nil, status: Int = 200,
        _ location: SourceLocation = #_sourceLocation
    ) throws -> JSON {
        let response = try response(method, target, body)
        #expect(response.status == status, sourceLocation: location)
        if response.body.isEmpty { return .null }
        return try #require(JSON(parsing: response.body), sourceLocation: location)
    }

    /// Expects this refusal, in the shape of every error.
    func refused(
        _ method: String, _ target: String, _ body: JSON? = nil, _ status: Int, _ text: String,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let answer = try json(method, target, body, status: status, location)
        #expect(
            answer == ["error": .string(text), "status": .int(Int64(status))],
            sourceLocation: location)
    }

    /// Expects this refusal of a call without a body.
    func refused(
        _ method: String, _ target: String, _ status: Int, _ text: String,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        try refused(method, target, nil, status, text, location)
    }

    static func order(
        _ plan: String = VultrRenter.a40, in region: String = "ewr", _ more: JSONObject = [:]
    ) -> JSON {
        var body: JSONObject = [
            "region": .string(region), "plan": .string(plan), "label": "worker",
        ]
        if more["os_id"] == nil, more["image_id"] == nil { body.append("os_id", 1743) }
        body.append(contentsOf: more)
        return .object(body)
    }

    @discardableResult
    func rent(
        _ plan: String = VultrRenter.a40, in region: String = "ewr", _ more: JSONObject = [:]
    ) throws -> String {
        let answer = try json(
            "POST", "instances", Self.order(plan, in: region, more), status: 202)
        return try #require(answer["instance"]?["id"]?.text)
    }

    func row(_ id: String) throws -> JSON {
        try #require(try json("GET", "instances/\(id)")["instance"])
    }

    /// The ids that a complete walk over the pages finds.
    func listed(_ query: String = "") throws -> [String] {
        var ids: [String] = []
        var cursor = ""
        repeat {
            let page = try json("GET", "instances?cursor=\(cursor)&\(query)")
            ids += page["instances"]?.elements?.compactMap { $0["id"]?.text } ?? []
            let next = page["meta"]?["links"]?["next"]?.text ?? ""
            cursor = String(next.flatMap { $0 == "=" ? "%3D" : String($0) })
        } while !cursor.isEmpty && ids.count < 10_000
        return ids
    }

    var bill: Bill { world.bill(at: now) }
}
