import Testing

@testable import Shared

/// `sync`, and the paths that a file gives to two things.
@Suite struct ConfigurationSyncTests {
    private func group(_ sync: String, max: Int = 2, more: String = "") -> String {
        smallest.replacing("max: 2", with: "max: \(max)") + "\n    sync: \(sync)" + more
    }

    private func told(_ text: String, _ environment: [String: String] = [:]) -> String {
        complaints(about: text, environment: environment).joined(separator: "\n")
    }

    @Test(arguments: [
        ("/root/data", "/root/data"), ("/root/data/", "/root/data"),
        ("//srv/./data//", "/srv/data"),
        ("/srv/a b", "/srv/a b"), ("/srv/..data", "/srv/..data"),
        ("/srv/$HOME", "/srv/$HOME"),
    ])
    func `a folder is the same with a slash at its end and without`(
        _ written: String, _ path: String
    ) throws {
        let text = group("[{ name: a, from: \"\(written)\", to: \"b/{instance}\" }]")
        #expect(try read(text).groups[0].sync.map(\.source) == [.folder(path)])
    }

    @Test(arguments: [
        ("\"data/{instance}\"", "/etc/fk/data/{instance}"),
        ("\"~/data/{instance}/\"", "/home/ada/data/{instance}"),
        ("\"/srv/{instance}/{instance}.db\"", "/srv/{instance}/{instance}.db"),
        ("\"a{instance}b\"", "/etc/fk/a{instance}b"),
    ])
    func `a destination lies where other paths do`(_ written: String, _ path: String) throws {
        let text = group("[{ name: a, from: /a, to: \(written) }]")
        #expect(try read(text).groups[0].sync.map(\.destination) == [path])
    }

    @Test func `without {instance} a destination is for one machine at a time`() throws {
        let sets = "[{ name: a, from: /a, to: b }]"
        #expect(try read(group(sets, max: 1)).groups[0].sync.count == 1)
        #expect(
            told(group(sets)).contains("groups[0].max is 2: machines would write over each other"))
        let window =
            "\n    schedule: [{ at: \"22:00-06:00\", max: 1 }, { at: \"23:00-24:00\", max: 3 }]"
        #expect(told(group(sets, max: 1, more: window)).contains("groups[0].schedule[1].max is 3"))
        #expect(
            told(group(sets, max: 1), ["VAST_AUTOSCALE_MAX": "5"])
                .contains("VAST_AUTOSCALE_MAX is 5"))
        // A way out of the machine's own folder again.
        #expect(told(group("[{ name: a, from: /a, to: \"b/{instance}/../c\" }]")) != "")
    }

    @Test(
        arguments: [
            ("b/{instance}", "c/{instance}", nil), ("b/{instance}", "b/{instance}.db", nil),
            ("b/{instance}", "b/{instance}2", nil),
            (
                "b/{instance}", "b/{instance}/",
                "groups[0].sync[1].to is the path of groups[0].sync[0].to"
            ),
            (
                "b/{instance}", "./c/../b/{instance}",
                "sync[1].to is the path of groups[0].sync[0].to"
            ),
            ("b/{instance}", "b/{instance}/c", "groups[0].sync[1].to lies in groups[0].sync[0].to"),
            (
                "b/{instance}/c/d", "b/{instance}",
                "groups[0].sync[0].to lies in groups[0].sync[1].to"
            ),
        ] as [(String, String, String?)])
    func `two sets of a group never write over each other`(
        _ first: String, _ second: String, _ expected: String?
    ) {
        let told = told(
            group(
                "[{ name: a, from: /a, to: \"\(first)\" }, { name: b, from: /b, to: \"\(second)\" }]"
            ))
        #expect(expected.map { told.contains($0) } ?? (told == ""), "\(told)")
    }

    @Test(
        arguments: [
            ("b/{instance}", "b/{instance}", nil), ("b/{instance}", "b/{instance}/c", nil),
            ("b", "b", "groups[1].sync[0].to is the path of groups[0].sync[0].to"),
            ("b", "b/{instance}", "groups[1].sync[0].to lies in groups[0].sync[0].to"),
            ("b/{instance}", "b/c", nil),
        ] as [(String, String, String?)])
    func `nor do those of two groups, which never have the same machine`(
        _ first: String, _ second: String, _ expected: String?
    ) {
        let other =
            "\n  - { name: h, max: 1, demand: { file: q }, gpus: [A], sync: [{ name: a, from: /a, "
            + "to: \"\(second)\" }] }"
        let told = told(
            group("[{ name: a, from: /a, to: \"\(first)\" }]", max: 1, more: other))
        #expect(expected.map { told.contains($0) } ?? (told == ""), "\(told)")
    }

    @Test(arguments: [
        ("~/.local/state/fleetkeeper/selfplay", "is the folder of the state"),
        ("~/.local", "holds the folder of the state"), ("/", "holds this file itself"),
        ("~/.local/state/fleetkeeper/selfplay/a", "lies in the folder of the state"),
        (".", "holds this file itself"), ("fleet.yaml", "is this file itself"),
        ("keys", "holds the file that providers.vast.key_file names"),
    ])
    func `what comes from a machine stays out of what is ours`(_ to: String, _ words: String) {
        let text = group("[{ name: a, from: /a, to: \"\(to)\" }]", max: 1)
            .replacing("vast: {}", with: "vast: { key_file: keys/vast }")
        let told = told(text)
        #expect(told.contains("groups[0].sync[0].to \(words)"), "\(told)")
    }

    // MARK: - A path for two things

    @Test(
        arguments: [
            ("inventory: a\nalerts: b", nil),
            ("inventory: a\nalerts: a", "fleet.yaml:9:9: alerts is the path of inventory too"),
            (
                "alerts: ./x/../a\ninventory: a",
                "fleet.yaml:9:12: inventory is the path of alerts too"
            ),
            ("inventory: q", "fleet.yaml:8:12: inventory is the path of groups[0].demand.file too"),
            ("inventory: fleet.yaml", "fleet.yaml:8:12: inventory is this file itself"),
            ("state: q", "fleet.yaml:6:21: groups[0].demand.file is the folder of the state"),
            ("ssh: { key: q }", "ssh.key is the path of groups[0].demand.file too"),
            (
                "alerts: ~/.local/state/fleetkeeper/selfplay",
                "fleet.yaml:8:9: alerts is the folder of the state"
            ),
        ] as [(String, String?)])
    func `a path is for one thing`(_ lines: String, _ expected: String?) {
        let told = told(smallest + "\n" + lines)
        #expect(expected.map { told.contains($0) } ?? (told == ""), "\(told)")
    }

    @Test func `a queue may be read for two groups, and for who works`() {
        let text = smallest + "\n    busy: { file: q }"
        #expect(told(text + "\n  - { name: h, max: 2, demand: { file: q }, gpus: [A] }") == "")
    }

    @Test func `a hold may cost nothing, and its end is one of two words`() throws {
        let hold = try read(smallest + "\nbudget: { hold: { per_machine: 0, then: destroy } }")
            .budget.hold
        #expect(hold == HoldLimit(perMachine: .zero, then: .destroy))
        #expect(try read(smallest + "\nbudget: { hourly: 1 }").budget.hold == HoldLimit())
    }

    @Test func `the one who logs in is kept`() throws {
        #expect(try read(smallest + "\nssh: { user: ubuntu }").sshUser == "ubuntu")
    }
}
