import CloudSim
import Shared
import Synchronization

/// The way to simulated accounts at Vast and Vultr: truthful, or losing, delaying, repeating and reordering
/// what passes.
///
/// It tells when an effect has happened, so that a crash can be put after each.
final class HostileNetwork: HTTPExchange {
    private let world: SimulatedWorld
    private let clock: SimulatedClock
    private let random: SeededRandom
    /// How many of a hundred exchanges go wrong.
    private let malice: Int
    private let happened: @Sendable (String) -> Void
    /// Answers to the first page of each list, oldest first: what a cache could still hold.
    private let lists = Mutex<[String: [HTTPResponse]]>([:])

    init(
        world: SimulatedWorld, clock: SimulatedClock, random: SeededRandom, malice: Int,
        happened: @escaping @Sendable (String) -> Void
    ) {
        self.world = world
        self.clock = clock
        self.random = random
        self.malice = malice
        self.happened = happened
    }

    func exchange(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        // Nothing here really waits, so other tests would starve on a machine with few cores.
        await Task.yield()
        clock.advance(.milliseconds(random.number(5...800)))
        let name = "\(request.method.rawValue) \(request.path)"
        switch random.chance(malice) ? Trick.allCases[random.number(0...7)] : .none {
        case .none, .lag:
            return try answer(to: request, name)
        case .loseRequest:
            clock.advance(.seconds(30))
            throw .answerLost("the connection closed")
        case .refuseConnection:
            throw .notSent("connection refused")
        case .loseAnswer:
            _ = try answer(to: request, name)
            clock.advance(.seconds(30))
            throw .answerLost("timed out")
        case .deliverTwice where request.method == .delete:
            _ = try? answer(to: request, name)
            return try answer(to: request, name)
        case .gateway, .deliverTwice:
            return HTTPResponse(status: 502, body: Array("<html>Bad gateway</html>".utf8))
        case .late where request.isCreate:
            addFault(FaultOrder(.lateEffect, amount: Double(random.number(1...100))))
            return try answer(to: request, name)
        case .old where request.isFirstPage:
            let known = lists.withLock { $0[request.path] ?? [] }
            guard !known.isEmpty else { return try answer(to: request, name) }
            return known[random.number(0...(known.count - 1))]
        case .late, .old:
            return try answer(to: request, name)
        }
    }

    private enum Trick: CaseIterable {
        case loseRequest, refuseConnection, loseAnswer, deliverTwice, gateway, late, old, lag
        case none
    }

    private func answer(
        to request: HTTPRequest, _ name: String
    ) throws(HTTPError) -> HTTPResponse {
        if malice > 0, request.isCreate, random.chance(malice) {
            addFault(FaultOrder(.listingLag, amount: Double(random.number(1...110))))
        }
        let sent = SimRequest(request)
        let outcome =
            request.isVultr
            ? VultrAPI(world: world).answer(sent, at: clock.now)
            : VastAPI(world: world).answer(sent, at: clock.now)
        happened(name)
        clock.advance(.milliseconds(random.number(5...800)))
        switch outcome {
        case .answer(let answer), .delayed(_, let answer):
            let response = HTTPResponse(answer)
            if request.isFirstPage {
                lists.withLock { $0[request.path, default: []].append(response) }
            }
            return response
        case .closed, .hang:
            throw .answerLost("the connection closed")
        }
    }

    private func addFault(_ order: FaultOrder) {
        _ = try? world.addFault(order, at: clock.now)
    }
}

extension HTTPRequest {
    fileprivate var path: String { SimRequest(self).path }

    fileprivate var isVultr: Bool { path.hasPrefix("/v2/") }

    fileprivate var isCreate: Bool {
        method == .put && path.contains("/asks/") || method == .post && path == "/v2/instances"
    }

    fileprivate var isFirstPage: Bool {
        guard method == .get else { return false }
        return path.hasPrefix("/api/v1/instances") && !url.contains("after_token")
            || path == "/v2/instances" && !url.contains("cursor")
    }
}
