import Foundation
import Shared
import Testing

/// A running `cloudsim serve` of a test.
final class Cloud {
    let folder: ScratchFolder
    let url: String
    let key: String
    /// Every key of the account at Vast.
    let keys: [String]
    let vultrURL: String
    let vultrKey: String
    let clock: String
    private let scale: ClockScale
    private let readyPath: String
    private let program: Program

    /// Starts one with `speed` simulated seconds per second and machines that take `boot` to boot,
    /// and with more options.
    ///
    /// Promise T5 wants the tool's clock and the provider's within two simulated minutes of each
    /// other, which bounds how fast a busy test machine may go.
    init(speed: Double = 60, boot: String = "1s..3s", _ more: String...) throws {
        folder = try ScratchFolder()
        readyPath = folder.path("ready.json")
        program = try Program(
            built("cloudsim"),
            ["serve", "--ready-file", readyPath, "--speed", "\(speed)", "--boot", boot] + more,
            environment: [:], in: folder)
        let path = readyPath
        let isReady = eventually { FileManager.default.fileExists(atPath: path) }
        try #require(isReady, "cloudsim did not get ready: \(program.errors)")
        let ready = JSONValue(
            json: Array(FileManager.default.contents(atPath: readyPath) ?? Data()))
        url = try #require(ready?["vast_url"]?.string)
        key = try #require(ready?["vast_api_key"]?.string)
        keys = ready?["vast_api_keys"]?.elements?.compactMap(\.string) ?? [key]
        vultrURL = try #require(ready?["vultr_url"]?.string)
        vultrKey = try #require(ready?["vultr_api_key"]?.string)
        clock = try #require(ready?["clock"]?.string)
        scale = try #require(ClockScale(text: clock))
    }

    /// The simulated time.
    var now: Instant { scale.map(WallClock.system().now()) }

    /// The simulated time as a tool has it.
    var wallClock: WallClock { WallClock.system().scaled(by: scale) }

    /// Lets simulated time pass.
    func pass(_ time: Duration) {
        usleep(UInt32((time / scale.speed).microseconds))
    }

    /// Runs one of cloudsim's other commands.
    func cloudsim(_ words: [String]) throws -> Finished {
        try Program(
            built("cloudsim"), words + ["--ready-file", readyPath], environment: [:], in: folder
        ).wait()
    }

    /// Makes calls go wrong: `cloud.fault("closed-after", "--on", "create")`.
    func fault(_ words: String...) throws {
        let answer = try cloudsim(["fault", "add"] + words)
        try #require(answer.status == 0, "\(answer.errors)")
    }

    func clearFaults() throws {
        try #require(try cloudsim(["fault", "clear"]).status == 0)
    }

    func bill() throws -> Bill {
        let printed = try cloudsim(["bill", "--json"])
        return try Bill(try #require(JSONValue(json: Array(printed.output.utf8))))
    }
}

/// What cloudsim says every machine has cost: the judge.
struct Bill {
    struct Machine {
        var provider: String
        var id: String
        var label: String?
        /// The label that its create asked for.
        var createdLabel: String?
        var gpuName: String
        var created: Double
        /// `nil` while it exists.
        var ended: Double?
        var microdollars: Int64
    }

    var machines: [Machine]
    var total: Int64

    init(_ json: JSONValue) throws {
        total = Int64(try #require(json["total_microdollars"]?.double))
        machines = try (json["instances"]?.elements ?? []).map { line in
            Machine(
                provider: line["provider"]?.string ?? "",
                id: try #require(line["id"]?.idText), label: line["label"]?.string,
                createdLabel: line["created_label"]?.string,
                gpuName: line["gpu_name"]?.string ?? "",
                created: try #require(line["created"]?.double), ended: line["ended"]?.double,
                microdollars: Int64(try #require(line["microdollars"]?.double)))
        }
    }

    /// The machines that exist.
    var existing: [Machine] { machines.filter { $0.ended == nil } }

    /// The most machines that existed at one time.
    var mostAtOnce: Int {
        machines.map { machine in
            machines.count {
                $0.created <= machine.created && $0.ended.map { $0 > machine.created } ?? true
            }
        }.max() ?? 0
    }

    /// Labels that more than one create asked for.
    var repeatedLabels: [String] {
        Dictionary(grouping: machines.compactMap(\.createdLabel)) { $0 }
            .filter { $0.value.count > 1 }.keys.sorted()
    }
}

extension JSONValue {
    var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }
}
