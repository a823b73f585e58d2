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

    @Test func `a path that is empty, of the home folder or unprintable is told as such`() {
        #expect(
            complaint("") == [
                "t: error: the path of --config is empty", "t: hint: name the file: --config PATH",
            ])
        #expect(
            complaint("~/fleet.yaml") == [
                "t: error: ~/fleet.yaml: the configuration does not exist",
                "t: hint: a shell puts the home folder in behind a space only: "
                    + "--config ~/fleet.yaml",
            ])
        #expect(
            complaint("a\n\u{1B}[31m")[0]
                == #"t: error: a\u{a}\u{1b}[31m: the configuration does not exist"#)
    }

    @Test func `mistakes of the file, its environment and the files it names are told at once`()
        throws
    {
        let text = smallest.replacing("max: 2", with: "maxx: 2").replacing(
            "vast: {}", with: "vast: { key_file: nokey }")
        try folder.write("\(text)\nssh: { key: mykey }\n", to: "fleet.yaml")
        try folder.write(
            "# ours\nVAST_DISK=60 GB\nFLEETKEEPER_CLOCK=1,2\n", to: ".env", mode: 0o600)
        let told = complaint("fleet.yaml").filter { $0.hasPrefix("t: error: ") }
        #expect(
            told == [
                "t: error: fleet.yaml:5:5: no setting is called groups[0].maxx",
                "t: error: .env:2:11: VAST_DISK is \"60 GB\", not a size such as 60GB",
                "t: error: .env:3:19: FLEETKEEPER_CLOCK: this is no clock",
                "t: error: HERE/mykey.pub: the ssh key does not exist, nor its public half",
                "t: error: HERE/nokey: the key file does not exist",
            ])
    }

    @Test func `a broken environment file hides nothing of the configuration`() throws {
        try folder.write(smallest.replacing("max: 2", with: "maxx: 2"), to: "fleet.yaml")
        try folder.write("VAST_API_KEY: x\n", to: ".env", mode: 0o600)
        #expect(
            complaint("fleet.yaml") == [
                "t: error: fleet.yaml:5:5: no setting is called groups[0].maxx",
                "t: hint: did you mean max?", "t: error: .env:1:1: the line is not NAME=value",
                "t: hint: write = in place of the :",
            ])
    }
}
