import Testing

@testable import Shared

@Suite struct ConfigurationShapeTests {
    @Test(arguments: [
        MessageCase(
            "max: 2", "max: 2\n    jobs_per_instanse: 5",
            "fleet.yaml:6:5: no setting is called groups[0].jobs_per_instanse",
            "hint: did you mean jobs_per_instance?"),
        MessageCase(
            "max: 2", "max: 2\n    scaleUp: {}",
            "fleet.yaml:6:5: no setting is called groups[0].scaleUp",
            "hint: did you mean scale_up?"),
        MessageCase(
            "max: 2", "max: 2\n    max_price: 0.10",
            "fleet.yaml:6:5: no setting is called groups[0].max_price",
            "hint: max_price belongs directly under providers.vast, providers.vultr or groups[].gpus[]"
        ),
        MessageCase(
            "groups:", "budget: {hold: 5}\ngroups:",
            "fleet.yaml:3:16: budget.hold is \"5\", not a mapping of keys",
            "hint: write it so, for example: hold: { per_machine: 5.00, then: keep }"),
        MessageCase(
            "vast: {}", "vast: {api_key: secret}",
            "fleet.yaml:2:21: no setting is called providers.vast.api_key",
            "hint: keys of providers never stand here: set VAST_API_KEY or VULTR_KEY, or name a file by "
                + "key_file"),
        MessageCase(
            "groups:", "runs: {keepalive: 5}\ngroups:",
            "fleet.yaml:3:19: runs.keepalive is 5, without a unit",
            "hint: write 5m for minutes or 5s for seconds"),
        MessageCase(
            "groups:", "\"a\\nb\": 1\ngroups:",
            "fleet.yaml:3:1: no setting is called a\\u{a}b",
            "hint: the keys here are fleet, timezone, state, inventory, runs, doubt_grace, "
                + "boot_deadline, providers, ssh, budget, groups, alerts"),
        MessageCase("groups:", "[a]: 1\ngroups:", "fleet.yaml:3:1: a key has to be a word"),
        MessageCase(
            "max: 2", "max: 2\n    max: 3",
            "fleet.yaml:6:5: groups[0].max is given twice, first at 5:5",
            "hint: keep one of the two"),
        MessageCase(
            "fleet: selfplay\n", "",
            "fleet.yaml:1:1: fleet is missing", "hint: add, for example, fleet: selfplay"),
        MessageCase(
            "    max: 2\n", "",
            "fleet.yaml:4:5: groups[0].max is missing", "hint: add, for example, max: 10"),
        MessageCase(
            "vast: {}", "",
            "fleet.yaml:2:12: providers names none",
            "hint: add vast: {}, or vultr: { regions: [ewr] }"),
        MessageCase(
            "    max: 2\n", "    max: 2\n    scale_down: { idle_for: 30m }\n",
            "fleet.yaml:6:29: groups[0].scale_down.idle_for needs busy: without it nobody knows who is "
                + "idle", "hint: add busy: to the group, or use stabilization: instead"),
        MessageCase(
            "    max: 2\n", "    max: 2\n    sync: []\n",
            "fleet.yaml:6:11: groups[0].sync is empty"),
        MessageCase(
            "groups:", "ssh: { user: root@host }\ngroups:",
            "fleet.yaml:3:14: ssh.user is \"root@host\", not the name of a user",
            "hint: write root: each machine has its own host"),
        MessageCase(
            "vast: {}", "vultr: {}",
            "fleet.yaml:2:21: providers.vultr.regions is missing",
            "hint: add, for example, regions: [sjc, sea, lax]"),
        MessageCase(
            "vast: {}", "vultr: { regions: [ewr, New Jersey] }",
            "fleet.yaml:2:38: providers.vultr.regions[1] is \"New Jersey\", not the short name of "
                + "a region such as ewr",
            "hint: the regions are listed by https://api.vultr.com/v2/regions"),
        MessageCase(
            "vast: {}", "vultr: { regions: [ewr], url: \"http://api.vultr.com/v2\" }",
            "fleet.yaml:2:44: providers.vultr.url is http://api.vultr.com: without https the key "
                + "would travel in clear",
            "hint: write https://api.vultr.com/v2"),
        MessageCase(
            "vast: {}", "vast: ",
            "fleet.yaml:2:21: providers.vast is empty, not a mapping of keys",
            "hint: write its keys indented under it, or leave it out"),
        MessageCase(
            "{ vast: {} }", "vast",
            "fleet.yaml:2:12: providers is \"vast\", not a mapping of keys",
            "hint: write it so, for example: providers: { vast: { max_price: 0.50 } }"),
        MessageCase(
            "[RTX 4090]", "RTX 4090",
            "fleet.yaml:7:11: groups[0].gpus is not a list",
            "hint: write it in brackets, for example: gpus: [RTX 4090]"),
        MessageCase("[RTX 4090]", "[]", "fleet.yaml:7:11: groups[0].gpus is empty"),
        MessageCase("[RTX 4090]", "", "fleet.yaml:7:10: groups[0].gpus is empty"),
        MessageCase(
            "file: q", "file: q, command: c",
            "fleet.yaml:6:24: groups[0].demand has both file and command",
            "hint: keep one of the two"),
        MessageCase(
            "file: q", "waiting: w",
            "fleet.yaml:6:13: groups[0].demand names no source",
            "hint: add file: PATH, command: TEXT, http: URL or sqlite: { path, query }"),
        MessageCase(
            "[RTX 4090]", "[RTX 4090, {name: rtx_4090}, {name: rtx 4090, count: 2}]",
            "fleet.yaml:7:22: groups[0].gpus[1] repeats gpus[0]: rtx_4090 with 1 on a machine",
            "hint: keep one of the two"),
        MessageCase(
            "max: 2", "max: 2\n    scale_down: on",
            "fleet.yaml:6:17: groups[0].scale_down is on, not off or a mapping of keys",
            "hint: leave it out for its defaults"),
        MessageCase(
            "max: 2", "max: 2\n    scale_up: {stabilization: 5m}",
            "fleet.yaml:6:16: no setting is called groups[0].scale_up.stabilization",
            "hint: stabilization belongs directly under groups[].scale_down"),
        MessageCase(
            "fleet: selfplay", "fleet: &a selfplay",
            "fleet.yaml:1:8: anchors and aliases are not used here",
            "hint: write the value out where it is needed"),
        MessageCase(
            "max: 2", "max: !!int 2", "fleet.yaml:5:10: tags are not used here",
            "hint: leave out the !…"),
    ])
    func `keys and shapes`(_ c: MessageCase) {
        #expect(complaints(about: c.text) == c.expected)
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "~", "\u{FEFF}"])
    func `an empty file says so`(text: String) {
        #expect(
            complaints(about: text) == [
                "fleet.yaml:1:1: the file is empty",
                "hint: begin with a copy of the example config/fleet.yaml",
            ])
    }

    @Test func `a list is no configuration`() {
        #expect(
            complaints(about: "\n- a\n") == [
                "fleet.yaml:2:1: the file is not a mapping of keys",
                "hint: begin with a copy of the example config/fleet.yaml",
            ])
    }

    @Test func `names of groups that clash are told`() {
        func group(_ name: String) -> String {
            "- {name: \(name), max: 1, demand: {file: q}, gpus: [A]}\n"
        }
        let text = "fleet: f\nproviders: {vast: {}}\ngroups:\n"
        let groups = ["a", "a", "b, renamed_from: a", "c, renamed_from: z", "d, renamed_from: z"]
        #expect(
            complaints(about: text + groups.map(group).joined()) == [
                "fleet.yaml:5:10: groups[1].name repeats groups[0]: a",
                "hint: give each group a name of its own",
                "fleet.yaml:6:27: groups[2].renamed_from is a, the name of groups[0]",
                "hint: name a group that is no longer in the file",
                "fleet.yaml:8:27: groups[4].renamed_from repeats groups[3]: z",
                "hint: let one group take over its machines",
            ])
    }

    @Test func `every mistake is told at once, in the order of the file`() {
        let text = """
            groups:
              - max: 0
                name: g
                demand: {file: q, max_age: 10}
                gpus: [{count: 0}]
                wants: much
            providers: {vast: {disk: 1GB}}
            fleet: ÀÉ
            naïve: café
            """
        #expect(
            complaints(about: text, environment: ["VAST_DISK": "60 GB", "VAST_MAX_PRICE": "$1"])
                == [
                    "fleet.yaml:2:10: groups[0].max is 0, not 1 to 1000",
                    "fleet.yaml:4:32: groups[0].demand.max_age is 10, without a unit",
                    "hint: write 10m for minutes or 10s for seconds",
                    "fleet.yaml:5:12: groups[0].gpus[0].name is missing",
                    "hint: add, for example, name: RTX 4060 Ti",
                    "fleet.yaml:5:20: groups[0].gpus[0].count is 0, not 1 to 64",
                    "fleet.yaml:6:5: no setting is called groups[0].wants",
                    "hint: the keys here are name, renamed_from, retire, min, max, schedule, demand, "
                        + "busy, jobs_per_instance, drain_within, jobs_per_hour, tolerance, gpus, "
                        + "image, disk, onstart, env, registry, query, scale_up, scale_down, "
                        + "workers, sync",
                    "fleet.yaml:7:26: providers.vast.disk is 1GB, not 8GB to 64TB",
                    "fleet.yaml:8:8: fleet is \"ÀÉ\", not 1 to 32 of a-z, 0-9 and - with no - at "
                        + "an end",
                    "fleet.yaml:9:1: no setting is called naïve",
                    "hint: the keys here are fleet, timezone, state, inventory, runs, doubt_grace, "
                        + "boot_deadline, providers, ssh, budget, groups, alerts",
                    "environment: VAST_DISK is \"60 GB\", not a size such as 60GB",
                    "hint: write 60GB",
                    "environment: VAST_MAX_PRICE is \"$1\", not an amount in "
                        + "dollars such as 0.50",
                    "hint: write 1",
                ])
    }
}
