import Shared
import Testing

/// A Vast client over prepared answers.
struct ScriptedVast {
    static let keyText = "secret-key-0123456789"

    let exchange: ScriptedExchange
    let clock = ManualClock()
    let client: VastClient

    init(_ outcomes: [ScriptedExchange.Outcome]) throws {
        exchange = ScriptedExchange(outcomes)
        client = VastClient(
            origin: "https://vast.example", key: try #require(Secret(Self.keyText)),
            http: exchange, pacing: nil, clock: clock.wallClock,
            deadline: clock.now + .seconds(240))
    }

    /// One answer of status 200.
    init(body: String) throws {
        try self.init([.status(200, body: body)])
    }

    var paths: [String] {
        exchange.requests.map {
            "\($0.method.rawValue) \($0.url.dropFirst("https://vast.example".count))"
        }
    }
}

/// A page of the instance list.
func page(_ rows: String..., next: String? = nil, total: Int? = nil) -> String {
    let token = next.map { #""\#($0)""# } ?? "null"
    let count = total ?? rows.count
    return #"{"success": true, "instances_found": \#(rows.count), "total_instances": \#(count), "#
        + #""next_token": \#(token), "instances": [\#(rows.joined(separator: ", "))]}"#
}

/// A plain running row.
func row(_ id: Int, more: String = "") -> String {
    #"{"id": \#(id), "actual_status": "running", "intended_status": "running", "#
        + #""label": "x", "machine_id": 51001, "gpu_name": "RTX 4090", "num_gpus": 1, "#
        + #""dph_total": 0.38, "storage_total_cost": 0.001\#(more.isEmpty ? "" : ", " + more)}"#
}
