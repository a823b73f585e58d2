import Glibc
import Testing

@testable import Shared

@Suite struct ConfigurationFileTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    func load(
        _ path: String?, environment: [String: String] = [:]
    ) throws(ConfigurationErrors) -> ConfigurationFile {
        try ConfigurationFile(
            at: path, home: "\(folder.path)/home", environment: environment,
            workingFolder: folder.path)
    }

    func complaint(_ path: String?, environment: [String: String] = [:]) -> [String] {
        do throws(ConfigurationErrors) {
            _ = try load(path, environment: environment)
            return []
        } catch {
            return error.lines(tool: "t").map { $0.replacing(folder.path, with: "HERE") }
        }
    }

    @Test func `a named file is read and its paths are meant from its folder`() throws {
        try folder.write(smallest, to: "here/my.yaml")
        let file = try load("here/my.yaml")
        #expect(file.shown == "here/my.yaml")
        #expect(file.text == Array(smallest.utf8))
        #expect(
            file.configuration.groups.map(\.demand.origin)
                == [.file(path: "\(folder.path)/here/q")])
        #expect(try load("\(folder.path)/here/my.yaml").configuration == file.configuration)
    }

    @Test func `without a name the first place that has one is taken`() throws {
        let hint =
            "t: hint: copy the example config/fleet.yaml, edit it, and name it: --config PATH"
        #expect(
            complaint(nil) == [
                "t: error: there is no configuration; looked for config/fleet.yaml, "
                    + "HERE/home/.config/fleetkeeper/fleet.yaml", hint,
            ])
        let personal = try folder.write(smallest, to: "home/.config/fleetkeeper/fleet.yaml")
        #expect(try load(nil).shown == personal)
        let xdg = try folder.write(smallest, to: "xdg/fleetkeeper/fleet.yaml")
        let environment = ["XDG_CONFIG_HOME": "\(folder.path)/xdg"]
        #expect(try load(nil, environment: environment).shown == xdg)
        try folder.write(smallest, to: "config/fleet.yaml")
        #expect(try load(nil, environment: environment).shown == "config/fleet.yaml")
        #expect(
            complaint("no.yaml") == ["t: error: no.yaml: the configuration does not exist", hint])
    }

    @Test func `what is no readable file is told`() throws {
        try folder.write(String(repeating: "#", count: 1_000_001), to: "large.yaml")
        try folder.write(String(repeating: "#", count: 1_000_000), to: "full.yaml")
        #expect(mkfifo("\(folder.path)/pipe", 0o600) == 0)
        let long = String(repeating: "x", count: 300)
        #expect(
            complaint("pipe") + complaint("large.yaml")
                + complaint("full.yaml").prefix(1) + complaint(long) == [
                    "t: error: pipe: the configuration is no regular file",
                    "t: error: large.yaml: the configuration is larger than 1000000 bytes",
                    "t: error: full.yaml:1:1: the file is empty",
                    "t: error: \(long): the configuration cannot be read: File name too long",
                ])
        #expect(
            complaint(folder.path) == [
                "t: error: HERE: the configuration is a folder",
                "t: hint: name the file: --config HERE/fleet.yaml",
            ])
    }

    @Test func `mistakes show the file as it was asked for`() throws {
        try folder.write(smallest.replacing("max: 2", with: "max: 0"), to: "fleet.yaml")
        #expect(
            complaint("fleet.yaml") == [
                "t: error: fleet.yaml:5:10: groups[0].max is 0, not 1 to 1000"
            ])
    }
}
