import FoundationEssentials
import Testing

@testable import Shared

/// The top folder of the package.
let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

/// A file of the package.
func packageFile(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: packageFolder.appending(path: path)))
}

/// The smallest configuration.
let smallest = """
    fleet: selfplay
    providers: { vast: {} }
    groups:
      - name: g
        max: 2
        demand: { file: q }
        gpus: [RTX 4090]
    """

func read(
    _ text: String, home: String = "/home/ada", environment: [String: String] = [:]
) throws(ConfigurationErrors) -> FleetConfiguration {
    try readConfiguration(
        text: Array(text.utf8), file: "fleet.yaml", folder: "/etc/fk", home: home,
        environment: environment)
}

/// What the tool would print about a text; nothing when it is accepted.
func complaints(
    about text: String, home: String = "/home/ada", environment: [String: String] = [:]
) -> [String] {
    do throws(ConfigurationErrors) {
        _ = try read(text, home: home, environment: environment)
        return []
    } catch {
        return error.lines(tool: "t").map { line in
            line.hasPrefix("t: error: ")
                ? String(line.dropFirst("t: error: ".count)) : String(line.dropFirst("t: ".count))
        }
    }
}
