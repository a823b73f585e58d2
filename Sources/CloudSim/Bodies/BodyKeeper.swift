import FoundationEssentials
import Glibc
import ServiceLifecycle
import Shared

/// Gives each running machine of a world a body, and follows what becomes of it.
///
/// The world knows nothing of it: after every answered request, and ten times a second, the
/// machines that should run are compared with the bodies that do. It ends every body when the
/// server ends.
final class BodyKeeper: Service {
    let tools: BodyTools
    let vultrPort: VultrPort
    private let world: World
    private let machines: MachineTable
    private let place: BodyPlace
    private let clock: WallClock
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    /// A keeper that does nothing before it runs; its clock is the simulated one.
    init(
        of world: World, _ machines: MachineTable, in place: BodyPlace, with tools: BodyTools,
        vultrPort: VultrPort, clock: WallClock
    ) {
        self.world = world
        self.machines = machines
        self.place = place
        self.tools = tools
        self.vultrPort = vultrPort
        self.clock = clock
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Says that something may have changed; never waits.
    func wake() { waker.yield() }

    func run() async {
        var bodies = Bodies(machines: machines, tools: tools, folder: place.path)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [waker] in
                while !Task.isCancelled {
                    waker.yield()
                    try? await Task.sleep(for: .milliseconds(100))
                }
            }
            for await _ in wakes.cancelOnGracefulShutdown() {
                guard await bodies.follow(wishes()) else { continue }
                try? await Task.sleep(for: .milliseconds(5))
                wake()
            }
            group.cancelAll()
        }
        await bodies.endAll()
        place.leave()
    }

    private func wishes() -> [BodyWish] {
        let keys = machines.authorizedKeys
        do throws(StoreError) {
            let state = try world.perform(at: clock.now(), changes: false) { $0 }
            let vast = state.instances.map { instance in
                BodyWish(
                    of: instance, world.catalog[instance.offerID], at: state.now,
                    authorizedKeys: keys + state.vast.authorizedKeys(of: instance.id),
                    secrets: state.vast.secrets,
                    trouble: state.troubles[BodyID(instance.id)] ?? BodyTrouble())
            }
            let part = state.vultrPart
            let vultr = part.machines.map { machine in
                BodyWish(
                    of: machine, world.vultr[machine.planID], port: vultrPort.number,
                    at: state.now, isSuspended: part.isSuspended(machine, at: state.now),
                    authorizedKeys: keys + machine.keys,
                    trouble: state.troubles[BodyID(machine)] ?? BodyTrouble())
            }
            return vast + vultr
        } catch {
            say(["cloudsim: error: \(error.message)"])
            Glibc.exit(ExitStatus.state.rawValue)
        }
    }
}

/// Where the machines' folders are.
struct BodyPlace: Sendable {
    let path: String
    /// Whether they are worth keeping, because the world is kept as well.
    let isKept: Bool

    /// The place beside a kept world; or a new one, which goes when the server ends.
    ///
    /// - Throws: `SimulatorError` when it cannot be made.
    init(besideState state: String?) throws(SimulatorError) {
        isKept = state != nil
        let path: String?
        if let state {
            _ = mkdir(state, 0o700)
            _ = mkdir("\(state)/machines", 0o700)
            path = realpath("\(state)/machines", nil).map { Self.take($0) }
        } else {
            let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
            path = strdup("\(parent)/cloudsim-machines-XXXXXX").flatMap { template in
                defer { free(template) }
                return mkdtemp(template).flatMap { realpath($0, nil) }.map { Self.take($0) }
            }
        }
        guard let path else {
            throw SimulatorError(
                "cannot make a folder for machines: \(String(cString: strerror(errno)))",
                hint: "pass a folder that can be written with --state", .state)
        }
        self.path = path
    }

    /// Removes what is not kept.
    func leave() {
        if !isKept { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func take(_ text: UnsafeMutablePointer<CChar>) -> String {
        defer { free(text) }
        return String(cString: text)
    }
}
