import Testing

@testable import Shared

/// The `.env` beside a configuration.
@Suite struct EnvironmentFileTests {
    private func values(_ text: String) throws -> [String: String] {
        try EnvironmentFile(text: Array(text.utf8), file: ".env").values
    }

    private func complaints(_ text: [UInt8]) -> [String] {
        do throws(ConfigurationErrors) {
            _ = try EnvironmentFile(text: text, file: ".env")
            return []
        } catch {
            return error.lines(tool: "t").filter { $0.hasPrefix("t: error: ") }
                .map { String($0.dropFirst("t: error: ".count)) }
        }
    }

    @Test(arguments: [
        ("A=1", "1"), ("A=", ""), ("export A=1", "1"), ("  A=1  ", "1"), ("A=1 # one", "1"),
        ("A=a#b", "a#b"), ("A=#b", ""), ("A= b c ", "b c"), ("A='b # c'", "b # c"),
        ("A='$B\\n'  # d", "$B\\n"), ("A=\"b\\n\\\"\\\\\\$\\x\"", "b\n\"\\$\\x"), ("A=$B", "$B"),
        ("\u{FEFF}A=1\r\n", "1"), ("# c\n\nA=1\n", "1"), ("A=x=y", "x=y"),
    ])
    func `a line gives a variable its value`(_ text: String, _ value: String) throws {
        #expect(try values(text) == ["A": value])
    }

    @Test func `every mistake is told at its place, and none shows a value`() {
        let text = """
            A=secret
              B =secret
            1C=secret
            D='secret
            E="secret" secret
            A=secret
            just words
            """
        #expect(
            complaints(Array(text.utf8)) == [
                ".env:2:3: the line is not NAME=value", ".env:3:1: the line is not NAME=value",
                ".env:4:3: the quotes of D are not closed on their line, or something follows them",
                ".env:5:3: the quotes of E are not closed on their line, or something follows them",
                ".env:6:1: A is given twice", ".env:7:1: the line is not NAME=value",
            ])
    }

    @Test func `what is no text is a mistake of its line`() {
        #expect(
            complaints(Array("A=1\nB=".utf8) + [0xFF, 0x0A, 0x43, 0x3D, 0x00])
                == [
                    ".env:2:1: the line is no plain text", ".env:3:1: the line is no plain text",
                ])
    }

    @Test func `the process's own variables win, and no file adds nothing`() throws {
        let folder = try TemporaryFolder()
        let own = ["A": "own", "C": ""]
        #expect(try environment(own, withFileIn: folder.path, shown: "") == own)
        try folder.write("A=file\nB=file\nC=file\n", to: ".env")
        #expect(
            try environment(own, withFileIn: folder.path, shown: "")
                == ["A": "own", "B": "file", "C": ""])
    }

    @Test func `one that others can read is refused, with the command that mends it`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("A=file\n", to: ".env", mode: 0o644)
        let error = #expect(throws: ConfigurationErrors.self) {
            try environment([:], withFileIn: folder.path, shown: "config/")
        }
        #expect(
            error?.lines(tool: "t") == [
                "t: error: config/.env: others can read this environment file",
                "t: hint: chmod 600 \(path)",
            ])
    }

    @Test func `mistakes of the configuration and of its environment file come together`() throws {
        let folder = try TemporaryFolder()
        try folder.write("fleet: Nope\n", to: "fleet.yaml")
        try folder.write("what is this\n", to: ".env")
        let error = #expect(throws: ConfigurationErrors.self) {
            try ConfigurationFile(
                at: "\(folder.path)/fleet.yaml", home: "/home", environment: [:],
                workingFolder: "/")
        }
        let places = (error?.mistakes ?? []).compactMap(\.place)
        #expect(places.contains { $0.hasSuffix("fleet.yaml:1:8") })
        #expect(places.last?.hasSuffix("/.env:1:1") == true)
    }

    @Test func `a variable of the file replaces a setting like one of the process`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "fleet: f\nproviders: { vast: {} }\ngroups: "
                + "[{ name: g, max: 1, demand: { file: q }, gpus: [A] }]\n", to: "fleet.yaml")
        try folder.write("VAST_MAX_PRICE=0.25\nVAST_API_KEY='k'\n", to: ".env")
        let file = try ConfigurationFile(
            at: "\(folder.path)/fleet.yaml", home: "/home", environment: [:], workingFolder: "/")
        #expect(file.configuration.vast?.maxPrice.perHour == Dollars(microdollars: 250_000))
        #expect(file.environment["VAST_API_KEY"] == "k")
    }
}
