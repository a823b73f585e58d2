import Foundation
import Shared
import Testing

/// A fleet of a test: a configuration, a queue, a state folder and a HOME of its own.
final class TestFleet {
    let folder: ScratchFolder
    var environment: [String: String]
    /// The configuration's text, written anew whenever it is changed.
    var configuration: FleetText {
        didSet { try? folder.write(configuration.text, to: "fleet.yaml") }
    }

    /// A fleet that rents at `url`, by the clock and with the key of `cloud`.
    init(
        _ cloud: Cloud, at url: String? = nil, _ configuration: FleetText = FleetText()
    ) throws {
        folder = try ScratchFolder()
        self.configuration = configuration
        environment = [
            "HOME": folder.path("home"), "PATH": "/usr/bin:/bin", "VAST_API_KEY": cloud.key,
            "VAST_URL": url ?? cloud.url, "FLEETKEEPER_CLOCK": cloud.clock,
            "VULTR_KEY": cloud.vultrKey, "VULTR_API_URL": cloud.vultrURL,
            "SWIFT_BACKTRACE": "enable=no",
        ]
        try FileManager.default.createDirectory(
            atPath: folder.path("home"), withIntermediateDirectories: true)
        try folder.write(configuration.text, to: "fleet.yaml")
        try queue(0)
    }

    var statePath: String { folder.path("state") }
    var stateFile: String { folder.path("state/state.sqlite") }

    /// Says how many jobs wait.
    func queue(_ jobs: Int) throws {
        try folder.write("\(jobs)\n", to: "queue")
    }

    /// Starts `autoscaler` with these words.
    func start(_ words: [String]) throws -> Program {
        try Program(
            built("autoscaler"), words + ["--config", folder.path("fleet.yaml")],
            environment: environment, in: folder)
    }

    /// Runs `autoscaler --check` to its end.
    func check(_ words: String...) throws -> Finished {
        try start(["--check"] + words).wait()
    }

    /// Runs checks, simulated seconds apart, until one leaves things as a test wants them.
    func checks(
        _ cloud: Cloud, until isDone: (Finished) throws -> Bool
    ) throws -> Bool {
        for _ in 0..<40 {
            if try isDone(try check()) { return true }
            cloud.pass(.seconds(16))
        }
        return false
    }

    /// The report of a run as JSON.
    func report(_ words: String...) throws -> JSONValue {
        let finished = try start(["--check", "--json"] + words).wait()
        return try #require(
            JSONValue(json: Array(finished.output.utf8)), "no JSON: \(finished.errors)")
    }

    /// The state, as the tools read it.
    func journal() throws -> Journal {
        let name = try #require(FleetName(configuration.fleet))
        return try Journal(opening: StateFolder(path: statePath), fleet: name, readOnly: true)
    }

    /// What happened to every rental, in order, each event as its kind: `requested`, `created`.
    func events() throws -> [[String]] {
        let ids = try journal().allRentals().map(\.id.description)
        let rows = try Connection(file: stateFile, mode: .read).rows(
            "SELECT rental, kind FROM event ORDER BY number")
        return ids.map { id in
            rows.filter { $0.text("rental") == id }.compactMap { $0.text("kind") }
        }
    }
}

/// The text of a small configuration.
struct FleetText {
    var fleet = "test"
    var min = 0
    var max = 4
    var step = 2
    /// Further keys of the provider, each after a comma.
    var vast = ""
    /// The keys of Vultr, in braces; empty rents at Vast alone.
    var vultr = ""
    var gpus = "[RTX 4090, RTX 3090]"
    var demand = "{ file: queue, max_age: 24h }"
    /// Further lines at the top level.
    var top = ""
    /// Further lines of the group.
    var group = ""

    private var cloud: String { vultr.isEmpty ? "" : ", vultr: \(vultr)" }

    var text: String {
        """
        fleet: \(fleet)
        state: state
        runs: { autoscaler: 1h }
        providers: { vast: { max_price: 0.60, verified: off, spacing: off\(vast) }\(cloud) }
        \(top)
        groups:
          - name: work
            min: \(min)
            max: \(max)
            demand: \(demand)
            gpus: \(gpus)
            scale_up: { max_step: \(step) }
            scale_down: { cooldown: 0s, max_step: \(step) }
        \(group)
        """ + "\n"
    }
}
