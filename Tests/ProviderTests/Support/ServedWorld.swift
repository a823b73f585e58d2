import Logging
import ServiceLifecycle
import Shared
import TestSupport
import Testing

@testable import CloudSim

/// A simulated world behind cloudsim's own HTTP server, on a free port; its time is a test's clock.
struct ServedWorld: Sendable {
    let world: World
    let clock: SimulatedClock
    /// Scheme, host and port.
    let origin: String
    private let http: HTTPClient

    /// Serves a world of the small catalogs for as long as `body` runs.
    ///
    /// Machines boot in a hundred seconds; `change` may want it otherwise. Vast's contracts last a
    /// year.
    static func serving(
        vast: Catalog = .longLet, vultr: VultrCatalog = .small,
        _ change: (inout WorldSettings) -> Void = { _ in },
        _ body: (ServedWorld) async throws -> Void
    ) async throws {
        let clock = SimulatedClock(Instant(seconds: 1_795_003_200))
        var settings = WorldSettings(boot: .seconds(100) ... .seconds(100))
        change(&settings)
        let world = World(settings, catalog: vast, vultr: vultr, start: clock.now)
        let server = SimulatorServer(
            simulator: Simulator(
                world, machines: MachineTable(), adminKey: "admin",
                scale: ClockScale(
                    realStart: clock.now, simulatedStart: clock.now, speed: 1)),
            clock: clock.wallClock, host: "127.0.0.1", port: 0, readyFile: nil)
        var logger = Logger(label: "cloudsim")
        logger.logLevel = .critical
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let service = try server.service(logger: logger) { port.yield($0) }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [service], gracefulShutdownSignals: [], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { port.finish() }
                try await group.run()
            }
            let number = try #require(await ports.first { _ in true }, "the server ended")
            let http = HTTPClient(environment: HTTPEnvironment([:]))
            defer { http.shutdown() }
            let served = ServedWorld(
                world: world, clock: clock, origin: "http://127.0.0.1:\(number)", http: http)
            do {
                try await body(served)
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            http.shutdown()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    func vast(key: String = "simulated-key") throws -> VastClient {
        VastClient(
            origin: origin, key: try #require(Secret(key)), http: http, pacing: nil,
            clock: clock.wallClock, deadline: Self.never)
    }

    func vultr(
        regions: [String] = ["ewr", "sjc"], key: String = "simulated-vultr-key",
        os: String = "ubuntu-22.04", sshPort: Int = 22
    ) throws -> VultrClient {
        VultrClient(
            origin: "\(origin)/v2", key: try #require(Secret(key)), http: http, pacing: nil,
            clock: clock.wallClock, deadline: Self.never,
            settings: VultrSettings(regions: regions, os: os, sshPort: sshPort))
    }

    private static let never = Instant(seconds: 4_000_000_000)

    func fault(
        _ kind: FaultKind, on operation: SimOperation, count: Int = 1, amount: Double? = nil
    ) throws {
        try world.addFault(
            FaultOrder(kind, on: operation, count: count, amount: amount), at: clock.now)
    }

    func clearFaults() throws {
        try world.clearFaults(at: clock.now)
    }

    /// What a call answers that no client of ours sends.
    func raw(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil,
        key: String = "simulated-key"
    ) async throws -> JSONValue? {
        let response = try await http.exchange(
            HTTPRequest(
                method: method, url: origin + path,
                headers: [(name: "Authorization", value: "Bearer \(key)")], body: body?.json()))
        return JSONValue(json: response.body)
    }
}
