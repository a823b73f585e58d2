import Shared

/// The answers of the service that are the same everywhere.
extension SimResponse {
    /// The usual error triple.
    static func failure(_ status: Int, _ error: String, _ message: String) -> SimResponse {
        SimResponse(
            status: status,
            ["success": false, "error": .string(error), "msg": .string(message)])
    }

    static let success = SimResponse(["success": true])

    static func noSuchInstance(_ id: Int64) -> SimResponse {
        failure(404, "no_such_instance", "Instance \(id) not found.")
    }

    static func invalidArguments(_ message: String) -> SimResponse {
        failure(400, "invalid_args", message)
    }

    /// A start that waits for GPUs: HTTP 200, and no success.
    static let queued = failure(
        200, "resources_unavailable",
        "Required resources are currently unavailable, state change queued.")

    /// A start without credit.
    static let noCredit = failure(
        400, "missing_billing", "You lack credit, see the billing page.")

    /// A create, or a start of several, without credit.
    static let insufficientCredit = failure(
        400, "insufficient_credit", "You lack credit, see the billing page.")

    /// A start after the contract's end.
    static let contractEnded = failure(
        400, "invalid_args", "The contract of this instance has ended.")

    static let unavailable = gateway(503, "Service Temporarily Unavailable")
    static let badGateway = gateway(502, "Bad Gateway")

    /// An answer of the proxy before the service: HTML.
    static func gateway(_ status: Int, _ reason: String) -> SimResponse {
        let title = "\(status) \(reason)"
        return html(
            status,
            "<html><head><title>\(title)</title></head><body><center><h1>\(title)</h1></center>"
                + "<hr><center>nginx</center></body></html>")
    }

    static func html(_ status: Int, _ text: String) -> SimResponse {
        SimResponse(status: status, contentType: "text/html", body: Array(text.utf8))
    }

    static func tooFrequent(threshold: Double? = nil) -> SimResponse {
        let detail = threshold.map { ": endpoint threshold=\($0)" } ?? ""
        return SimResponse(
            status: 429, contentType: "text/plain",
            body: Array("API requests too frequent\(detail)".utf8))
    }
}
