import Foundation
import Shared
import Testing

/// The built programs in a folder of their own: a simulated market and fleets that rent there.
final class RehearsedFleet {
    private let folder = NSTemporaryDirectory() + "fleetkeeper-house-" + UUID().uuidString
    private let market = Process()
    private var environment: [String: String] = [:]

    init() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        market.executableURL = URL(fileURLWithPath: built("cloudsim"))
        market.arguments = ["serve", "--seed", "7", "--ready-file", path("ready")]
        market.standardError = FileHandle.nullDevice
        try market.run()
        while market.isRunning, !FileManager.default.fileExists(atPath: path("ready")) {
            usleep(10_000)
        }
        let ready = try #require(
            try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(fileURLWithPath: path("ready")))) as? [String: Any])
        environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder, "CLOUDSIM_READY": path("ready"),
            "VAST_URL": try #require(ready["vast_url"] as? String),
            "VAST_API_KEY": try #require(ready["vast_api_key"] as? String),
            "FLEETKEEPER_CLOCK": try #require(ready["clock"] as? String),
        ]
    }

    deinit {
        if market.isRunning {
            market.terminate()
            market.waitUntilExit()
        }
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String { folder + "/" + name }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    }

    func copy(_ name: String, to other: String) throws {
        try FileManager.default.copyItem(atPath: path(name), toPath: path(other))
    }

    func cloudsim(_ arguments: String...) throws -> Finished {
        try run(built("cloudsim"), arguments, environment: environment)
    }

    /// Marks a fleet's machines as held for their files.
    func hold(_ name: String, state: String) throws {
        let journal = try Journal(
            opening: StateFolder(path: path(state)), fleet: try #require(FleetName(name)))
        let changes = try journal.openRentals().map { rental in
            var rental = rental
            rental.state = .draining
            rental.drainingAt = rental.intendedAt
            return RentalChange(rental, event: "draining")
        }
        try #require(!changes.isEmpty)
        try journal.record(changes, as: "draining", at: changes[0].rental.intendedAt)
    }

    /// One run of a fleet whose state lies in the folder `state`, and what it reports.
    func report(fleet: String, state: String, _ options: String...) throws -> Any {
        try write(
            """
            fleet: \(fleet)
            state: \(state)
            inventory: hosts.yaml
            providers: { vast: { spacing: off } }
            groups:
              - name: known
                max: 2
                schedule: [{ at: "00:00-24:00", max: 3 }]
                demand: { file: queue }
                gpus: [RTX 4090]
              - name: unknown
                max: 2
                demand: { file: nowhere }
                gpus: [RTX 4090]
            """, to: "\(state).yaml")
        let finished = try run(
            built("autoscaler"),
            ["--check", "--json", "--quiet", "--config", path("\(state).yaml")] + options,
            environment: environment)
        return try JSONSerialization.jsonObject(with: Data(finished.output.utf8))
    }
}
