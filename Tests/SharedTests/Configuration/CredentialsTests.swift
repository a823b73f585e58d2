import Testing

@testable import Shared

@Suite struct CredentialsTests {
    let folder: TemporaryFolder
    var home: String { "\(folder.path)/home" }

    init() throws {
        folder = try TemporaryFolder()
    }

    func look(
        keyFile: String? = nil, _ environment: [String: String] = [:]
    ) throws(CredentialsError) -> Credentials {
        try Credentials.vast(keyFile: keyFile, home: home, environment: environment)
    }

    func complaint(keyFile: String? = nil, _ environment: [String: String] = [:]) -> Explanation? {
        do throws(CredentialsError) {
            _ = try look(keyFile: keyFile, environment)
            return nil
        } catch {
            var told = error.explanation
            told.what = told.what.replacing(folder.path, with: "HERE")
            told.place = told.place?.replacing(folder.path, with: "HERE")
            told.hint = told.hint?.replacing(folder.path, with: "HERE")
            return told
        }
    }

    @Test func `the places are looked at in their order`() throws {
        let environment = ["XDG_CONFIG_HOME": "\(folder.path)/xdg"]
        let legacy = try folder.write(" legacy-key \n", to: "home/.vast_api_key")
        #expect(try look(environment) == found("legacy-key", legacy))
        let plain = try folder.write("plain-key", to: "home/.config/vastai/vast_api_key")
        #expect(try look(environment) == found("plain-key", plain))
        let xdg = try folder.write("xdg-key\r\n", to: "xdg/vastai/vast_api_key")
        #expect(try look(environment) == found("xdg-key", xdg))
        #expect(try look() == found("plain-key", plain))
        let own = try folder.write("own-key\n", to: "own.key")
        #expect(try look(keyFile: own, environment) == found("own-key", own))
        let set = environment.merging(["VAST_API_KEY": " set-key "]) { $1 }
        #expect(try look(keyFile: own, set) == found("set-key", "VAST_API_KEY"))
        let empty = environment.merging(["VAST_API_KEY": " "]) { $1 }
        #expect(try look(keyFile: own, empty) == found("own-key", own))
    }

    func found(_ key: String, _ source: String) throws -> Credentials {
        Credentials(key: try #require(Secret(key)), source: source, warnings: [])
    }

    @Test(arguments: [0o600, 0o400, 0o700, 0o640, 0o604, 0o644] as [UInt32])
    func `a key file of ours that others can read is refused`(mode: UInt32) throws {
        let file = try folder.write("own-key", to: "my keys/vast.key", mode: mode)
        let expected = Explanation(
            what: "others can read this key file", place: "HERE/my keys/vast.key",
            hint: "chmod 600 'HERE/my keys/vast.key'", status: .configuration)
        #expect(complaint(keyFile: file) == (mode & 0o077 == 0 ? nil : expected))
    }

    @Test(arguments: [0o600, 0o640, 0o644] as [UInt32])
    func `the official client's file is taken with a warning`(mode: UInt32) throws {
        let file = try folder.write("a-key", to: "home/.vast_api_key", mode: mode)
        let warning = Explanation(
            what: "others can read this key", place: file, hint: "chmod 600 \(file)", status: .done)
        #expect(try look().warnings == (mode == 0o600 ? [] : [warning]))
    }

    @Test(arguments: ["a\nb", "a\r\nX-Other: b", "a\u{0}b", "a b", "kéy", "a\u{1B}[0m"])
    func `a text that cannot be a key is refused wherever it stands`(text: String) throws {
        let own = try folder.write(text, to: "own.key")
        try folder.write(text, to: "home/.vast_api_key")
        let expected = Explanation(
            what: "this is no API key: it holds white space, a control character or a letter "
                + "beyond ASCII", hint: "write the key alone, on one line", status: .credentials)
        for (told, place) in [
            (complaint(["VAST_API_KEY": text]), "environment VAST_API_KEY"),
            (complaint(keyFile: own), "HERE/own.key"), (complaint(), "HERE/home/.vast_api_key"),
        ] {
            var here = expected
            here.place = place
            #expect(told == here)
        }
    }

    @Test func `a key longer than any is told as such`() {
        #expect(
            complaint(["VAST_API_KEY": String(repeating: "k", count: 4097)])?.what
                == "this is no API key: it is longer than any")
    }

    @Test func `where no key was found is told`() throws {
        try folder.write("\n", to: "home/.config/vastai/vast_api_key")
        try folder.write("", to: "home/.vast_api_key/inside")
        let told = try #require(complaint(["XDG_CONFIG_HOME": "\(folder.path)/xdg"]))
        #expect(
            told.lines(tool: "t") == [
                "t: error: there is no API key of Vast; looked for VAST_API_KEY, "
                    + "HERE/xdg/vastai/vast_api_key, "
                    + "HERE/home/.config/vastai/vast_api_key (is empty), "
                    + "HERE/home/.vast_api_key (is a folder)",
                "t: hint: set VAST_API_KEY, or name a file of mode 0600 by providers.vast.key_file",
            ])
        #expect(told.status == .credentials)
    }

    @Test(arguments: [
        (["VULTR_KEY": "first", "VULTR_API_KEY": "second"], "first", "VULTR_KEY"),
        (["VULTR_KEY": "", "VULTR_API_KEY": "second"], "second", "VULTR_API_KEY"),
    ])
    func `the key of Vultr is in the environment, under either name`(
        _ environment: [String: String], _ key: String, _ source: String
    ) throws {
        let found = try Credentials.vultr(keyFile: nil, environment: environment)
        #expect(found.key.revealed == key && found.source == source)
    }

    @Test func `or in its key file, which is for its owner alone`() throws {
        let file = try folder.write("a-key\n", to: "vultr.key", mode: 0o600)
        #expect(try Credentials.vultr(keyFile: file, environment: [:]).key.revealed == "a-key")
        let open = try folder.write("a-key\n", to: "open.key", mode: 0o644)
        #expect(throws: CredentialsError.readableByOthers(path: open)) {
            try Credentials.vultr(keyFile: open, environment: [:])
        }
    }

    @Test func `without a key of Vultr it is told where one was looked for`() {
        #expect(
            throws: CredentialsError.notFound(
                provider: .vultr, looked: ["VULTR_KEY", "VULTR_API_KEY"])
        ) { try Credentials.vultr(keyFile: nil, environment: [:]) }
    }

    @Test func `a key file that cannot be used hides no other key behind it`() throws {
        try folder.write("a-key", to: "home/.vast_api_key")
        let empty = try folder.write(" \n", to: "empty.key")
        let large = try folder.write(String(repeating: "k", count: 4097), to: "large.key")
        let cases = [
            ("\(folder.path)/none.key", "the key file does not exist"),
            (folder.path, "the key file is a folder"), (empty, "the key file is empty"),
            (large, "the key file is too large"),
        ]
        for (file, expected) in cases {
            let told = complaint(keyFile: file)
            #expect(told?.what == expected)
            #expect(told?.status == .configuration)
        }
    }

    @Test func `a key is never printed`() throws {
        let credentials = try look(["VAST_API_KEY": "set-key"])
        var dumped = ""
        dump(credentials, to: &dumped)
        #expect(!("\(credentials)" + String(reflecting: credentials) + dumped).contains("set-key"))
    }
}
