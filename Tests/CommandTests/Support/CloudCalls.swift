import Foundation
import Shared
import Testing

/// Clients of our own at a cloud, over real HTTP.
extension Cloud {
    /// A client of Vast with a key, on connections of its own.
    func vastClient(key: String? = nil, pacing: Pacing? = nil) throws -> VastClient {
        VastClient(
            origin: url, key: try #require(Secret(key ?? self.key)),
            http: HTTPClient(environment: HTTPEnvironment([:])), pacing: pacing, clock: wallClock,
            deadline: now + .seconds(86_400))
    }

    /// A client of Vultr, on connections of its own; it gives up after a simulated time.
    func vultrClient(patience: Duration = .seconds(86_400)) throws -> VultrClient {
        VultrClient(
            origin: vultrURL, key: try #require(Secret(vultrKey)),
            http: HTTPClient(environment: HTTPEnvironment([:])), pacing: nil, clock: wallClock,
            deadline: now + patience,
            settings: VultrSettings(
                url: vultrURL, regions: ["ewr", "ord", "sjc", "nrt", "blr", "fra", "lhr"],
                maxPrice: HourlyRate(perHour: Dollars(microdollars: 90_000_000)), spacing: false))
    }

    /// Rents this many machines of Vast, eight requests at a time.
    func rentMany(_ count: Int) async throws {
        let http = HTTPClient(environment: HTTPEnvironment([:]))
        let search = try await send(
            .post, "\(url)/api/v0/bundles/", key: key, ["limit": 5000], over: http)
        let offers = (search.json?["offers"]?.elements ?? []).compactMap { $0["id"]?.idText }
        var rented = 0
        var waiting = offers[...]
        while rented < count {
            let next = waiting.prefix(min(8, count - rented))
            try #require(!next.isEmpty, "the market has too few offers that can be had at once")
            waiting = waiting.dropFirst(next.count)
            rented += try await withThrowingTaskGroup(of: Int.self) { [url, key] group in
                for offer in next {
                    let order: JSONValue = [
                        "image": "u", "disk": 8, "label": .string("fk-crowd-\(offer)"),
                    ]
                    group.addTask {
                        try await send(
                            .put, "\(url)/api/v0/asks/\(offer)/", key: key, order, over: http
                        ).status == 200 ? 1 : 0
                    }
                }
                var made = 0
                for try await one in group { made += one }
                return made
            }
        }
    }
}

/// What each of several does at once, in the order of the doers.
func atOnce<Doer: Sendable, Result: Sendable>(
    _ doers: [Doer], _ work: @escaping @Sendable (Doer) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        for (number, doer) in doers.enumerated() {
            group.addTask { (number, try await work(doer)) }
        }
        var results: [(Int, Result)] = []
        for try await result in group { results.append(result) }
        return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
}

/// Sends one request, to either market.
func send(
    _ method: HTTPRequest.Method, _ url: String, key: String, _ body: JSONValue? = nil,
    over http: HTTPClient
) async throws -> (status: Int, json: JSONValue?) {
    let response = try await http.exchange(
        HTTPRequest(
            method: method, url: url,
            headers: [(name: "Authorization", value: "Bearer \(key)")], body: body?.json()))
    return (response.status, JSONValue(json: response.body))
}
