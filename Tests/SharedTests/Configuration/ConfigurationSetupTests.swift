import Testing

@testable import Shared

/// `env`, `registry` and `slice` of groups.
@Suite struct ConfigurationSetupTests {
    private func setup(
        _ lines: String, image: String = "", _ environment: [String: String] = [:]
    ) throws -> MachineSetup {
        let text = smallest.replacing("vast: {}", with: "vast: {\(image)}")
        return try read(text + "\n    " + lines, environment: environment).groups[0].setup
    }

    private func told(_ lines: String, _ environment: [String: String] = [:]) -> String {
        complaints(about: smallest + "\n    " + lines, environment: environment)
            .joined(separator: "\n")
    }

    @Test func `variables keep their order, and the environment's are put in`() throws {
        let setup = try setup(
            #"env: { B: 8, A: "x ${TOKEN}/${TOKEN}", EMPTY: "" }"#, ["TOKEN": " t "])
        #expect(
            setup.env == [
                MachineVariable(name: "B", value: "8"),
                MachineVariable(name: "A", value: "x t/t"),
                MachineVariable(name: "EMPTY", value: ""),
            ])
    }

    @Test(arguments: [
        ("env: [A]", "is no mapping"), ("env: { 1A: x }", "a name that no variable has"),
        ("env: { A-B: x }", "a name that no variable has"),
        ("env: { A: [x] }", "is a list, not a text"),
        ("env: { A: }", "is empty, not a text"), ("env: { A: x, A: y }", "given twice"),
        (#"env: { A: "${MISSING}" }"#, "MISSING, which is not set"),
        (#"env: { A: "${" }"#, "names no variable"), (#"env: { A: "a\nb" }"#, "line break"),
        (#"env: { A: "${VAST_API_KEY}" }"#, "goes nowhere but to its provider"),
        (#"env: { A: "x${VULTR_KEY}" }"#, "goes nowhere but to its provider"),
        (#"env: { A: "${COPY}" }"#, "holds a provider's key"),
        (#"env: { A: "key is account-key-1" }"#, "holds a provider's key"),
        ("env: { VAST_API_KEY: x }", "would be a provider's key on a rented machine"),
    ])
    func `a variable that is none, or a provider's key, is a mistake`(
        _ lines: String, _ what: String
    ) {
        let told = told(
            lines, ["VAST_API_KEY": "account-key-1", "COPY": "account-key-1", "VULTR_KEY": "k"])
        #expect(told.contains(what), "\(told)")
        #expect(!told.contains("account-key-1"))
    }

    @Test func `values have 256 characters at most, and all together 32768`() throws {
        let long = String(repeating: "é", count: 256)
        #expect(try setup("env: { A: \(long) }").env.count == 1)
        #expect(told("env: { A: \(long)x }").contains("has 257 characters, more than the 256"))
        let many = (0..<128).map { "V\($0): \(long)" }.joined(separator: ", ")
        #expect(told("env: { \(many) }").contains("more than the 32768"))
    }

    @Test func `a cloud-config cannot take variables at Vultr`() throws {
        let lines = "\n    env: { A: x }\n    onstart: \"#cloud-config\\nruncmd: []\""
        #expect(try read(smallest + lines).groups[0].setup.env.count == 1)
        let both = smallest.replacing("vast: {}", with: "vast: {}, vultr: { regions: [ewr] }")
        let told = complaints(about: both + lines)
        #expect(told.first?.contains("groups[0].env cannot reach an onstart") == true, "\(told)")
        #expect(complaints(about: both + "\n    env: { A: x }\n    onstart: echo a") == [])
    }

    // MARK: - The registry

    @Test func `a login has its password from a variable`() throws {
        let lines = #"registry: { server: nvcr.io, user: $oauthtoken, password: "${NGC}" }"#
        #expect(
            try setup(lines, ["NGC": "secret"]).registry
                == RegistryLogin(server: "nvcr.io", user: "$oauthtoken", password: "secret"))
    }

    @Test func `GHCR_TOKEN logs in for images of ghcr.io, as their owner`() throws {
        let token = ["GHCR_TOKEN": "ghp"]
        let login = RegistryLogin(server: "ghcr.io", user: "ada", password: "ghp")
        #expect(try setup("image: ghcr.io/ada/train:1", token).registry == login)
        #expect(try setup("min: 1", image: "image: ghcr.io/ada/train", token).registry == login)
        #expect(try setup("image: ghcr.io/ada/train:1").registry == nil)
        #expect(try setup("image: pytorch/pytorch", token).registry == nil)
        #expect(try setup("image: ghcr.io.example/a/b", token).registry == nil)
        let own = #"registry: { server: a.b, user: c, password: "${GHCR_TOKEN}" }"#
        #expect(try setup("image: ghcr.io/ada/t\n    \(own)", token).registry?.server == "a.b")
    }

    @Test(arguments: [
        ("password: hunter2hunter2", "is written out, and a secret never stands in the file"),
        (#"password: "x${GHCR_TOKEN}""#, "is more than a ${NAME}"),
        (#"password: "${NONE}""#, "is not set"),
        (#"password: "${SPACED}""#, "white space"), ("user: x", "password is missing"),
        (#"password: "${VAST_API_KEY}""#, "goes nowhere but to its provider"),
        (#"password: "${GHCR_TOKEN}", user: a b"#, "not the name of a user"),
        (#"password: "${GHCR_TOKEN}", user: -p"#, "not the name of a user"),
        (#"password: "${GHCR_TOKEN}", server: "a b""#, "not the host of a registry"),
    ])
    func `a login that is none is a mistake that shows no password`(
        _ keys: String, _ what: String
    ) {
        let more = keys.contains("user:") ? "" : ", user: u"
        let server = keys.contains("server:") ? "" : ", server: ghcr.io"
        let told = told(
            "registry: { \(keys)\(more)\(server) }",
            ["GHCR_TOKEN": "ghp-1", "SPACED": "ghp 1", "VAST_API_KEY": "account-key-1"])
        #expect(told.contains(what), "\(told)")
        #expect(!told.contains("hunter2") && !told.contains("ghp") && !told.contains("key-1"))
    }

    @Test func `what prints a setup shows no value`() {
        let setup = MachineSetup(
            env: [MachineVariable(name: "A", value: "hidden")],
            registry: RegistryLogin(server: "s", user: "u", password: "hidden"))
        var dumped = ""
        dump(setup, to: &dumped)
        #expect(!"\(setup) \(String(reflecting: setup)) \(dumped)".contains("hidden"))
    }

    // MARK: - Slices

    @Test func `a slice is of one card, and beside whole cards of its model it is no repetition`()
        throws
    {
        let text = smallest.replacing(
            "[RTX 4090]", with: "[A16, { name: A16, slice: 1GB }, { name: A16, slice: 8GB }]")
        #expect(try read(text).groups[0].gpus.map(\.sliceGB) == [nil, 1, 8])
        let twice = smallest.replacing("[RTX 4090]", with: "[{ name: A16, count: 2, slice: 4GB }]")
        #expect(
            complaints(about: twice).first?.contains("slice is of one card, but count is 2")
                == true)
        let small = smallest.replacing("[RTX 4090]", with: "[{ name: A16, slice: 0GB }]")
        #expect(complaints(about: small).first?.contains("not 1GB to 64TB") == true)
    }
}
