import Shared
import Testing

/// A Vultr client over prepared answers.
struct ScriptedVultr {
    static let keyText = "VULTR-SECRET-0123456789"

    let exchange: ScriptedExchange
    let clock: ManualClock
    let client: VultrClient

    init(
        _ outcomes: [ScriptedExchange.Outcome],
        settings: VultrSettings = VultrSettings(regions: ["ewr"]),
        now: Instant = Instant(seconds: 1_795_000_000)
    ) throws {
        exchange = ScriptedExchange(outcomes)
        clock = ManualClock(now: now)
        client = VultrClient(
            origin: "https://vultr.example/v2", key: try #require(Secret(Self.keyText)),
            http: exchange, pacing: nil, clock: clock.wallClock,
            deadline: clock.now + .seconds(240), settings: settings)
    }

    /// Answers of status 200.
    init(
        bodies: String..., settings: VultrSettings = VultrSettings(regions: ["ewr"])
    ) throws {
        try self.init(bodies.map { .status(200, body: $0) }, settings: settings)
    }

    /// One answer of that status.
    init(_ status: Int, _ body: String) throws {
        try self.init([.status(status, body: body)])
    }

    var paths: [String] {
        exchange.requests.map {
            "\($0.method.rawValue) \($0.url.dropFirst("https://vultr.example/v2".count))"
        }
    }

    /// The JSON body of the last request.
    var lastBody: JSONValue? {
        exchange.requests.last?.body.flatMap { JSONValue(json: $0) }
    }
}

func vultr(_ id: String) -> InstanceID { InstanceID(provider: .vultr, value: id) }

/// One page of a list of Vultr's.
func vultrPage(
    _ name: String, _ rows: String..., next: String = "", total: Int? = nil
) -> String {
    #"{"\#(name)": [\#(rows.joined(separator: ", "))], "meta": {"total": \#(total ?? rows.count), "#
        + #""links": {"next": "\#(next)", "prev": ""}}}"#
}

/// The plan of the reference, one A100 at $2.397 an hour and $1750 a month, with these members in
/// place of its own.
func vultrPlan(_ changes: String = "{}") throws -> String {
    try changed(
        #"""
        {"id": "vcg-a100", "vcpu_count": 12, "ram": 122880, "disk": 1400, "disk_count": 1,
         "bandwidth": 10240, "monthly_cost": 1750, "hourly_cost": 2.397, "invoice_type": "hourly",
         "type": "vcg", "locations": ["ewr"], "location_cost": {}, "deploy_ondemand": true,
         "gpu_vram_gb": 80, "gpu_type": "NVIDIA_A100"}
        """#, changes)
}

/// The ready machine of the reference, with these members in place of its own.
func vultrRow(_ id: String, _ changes: String = "{}") throws -> String {
    try changed(
        #"""
        {"id": "\#(id)", "os": "Ubuntu 22.04 x64", "ram": 122880, "disk": 1400,
         "main_ip": "203.0.113.7", "vcpu_count": 12, "region": "ewr", "plan": "vcg-a100",
         "date_created": "2026-11-18T13:22:20+00:00", "status": "active",
         "power_status": "running", "server_status": "ok", "label": "x", "tags": [],
         "features": [], "kvm": "", "internal_ip": ""}
        """#, changes)
}

private func changed(_ plain: String, _ changes: String) throws -> String {
    guard case .object(let members) = JSONValue(json: Array(plain.utf8)),
        case .object(let changed) = JSONValue(json: Array(changes.utf8))
    else { throw NotAnObject() }
    let row = JSONValue.object(members.merging(changed) { _, new in new })
    return String(decoding: row.json(), as: UTF8.self)
}

private struct NotAnObject: Error {}
