import Testing

@testable import Shared

@Suite struct ConfigurationReadingTests {
    @Test func `the smallest file takes every default`() throws {
        let expected = FleetConfiguration(
            fleet: try #require(FleetName("selfplay")),
            stateFolder: "/home/ada/.local/state/fleetkeeper/selfplay", vast: VastSettings(),
            groups: [
                GroupPolicy(
                    name: "g", size: 0...2, demand: DemandSource(origin: .file(path: "/etc/fk/q")),
                    gpus: [GPUPreference(name: "RTX 4090")])
            ])
        #expect(try read(smallest) == expected)
    }

    @Test func `every value of a full file arrives`() throws {
        let text = """
            fleet: selfplay
            state: ./state//fk/
            runs: {autoscaler: 10m}
            doubt_grace: 1m
            boot_deadline: 1h30m
            providers:
              vast:
                url: HTTP://127.0.0.1:8787/
                key_file: ~/vast.key
                image: ghcr.io/a/b@sha256:0f
                disk: 1TB
                max_price: 1.25
                verified: no
                spacing: off
            budget: {hourly: 10, daily: "200.50", monthly: 3000.000001}
            groups:
              - name: a
                renamed_from: b
                retire: true
                min: 3
                max: 1000
                demand:
                  command: 'redis-cli llen "jobs"'
                  waiting: queue.waiting
                  running: queue.running
                  observed_at: at
                  max_age: 90s
                  timeout: 1s
                jobs_per_instance: 1000000
                gpus:
                  - {name: RTX_4090, count: 8, max_price: .75, min_reliability: 0.985}
                  - {name: RTX 4090}
                image: x
                disk: 8GB
                onstart: |
                  one
                  two
                scale_up: {cooldown: 15m, max_step: 2}
                scale_down: off
            """
        let group = GroupPolicy(
            name: "a", renamedFrom: "b", retire: true, size: 3...1000,
            demand: DemandSource(
                origin: .command("redis-cli llen \"jobs\""),
                waiting: NumberPath(steps: ["queue", "waiting"]),
                running: NumberPath(steps: ["queue", "running"]),
                observedAt: NumberPath(steps: ["at"]), maxAge: .seconds(90), timeout: .seconds(1)),
            jobsPerInstance: 1_000_000,
            gpus: [
                GPUPreference(
                    name: "RTX_4090", count: 8,
                    maxPrice: HourlyRate(perHour: Dollars(microdollars: 750_000)),
                    minReliability: 0.985),
                GPUPreference(name: "RTX 4090"),
            ],
            image: "x", diskGB: 8, onstart: "one\ntwo\n",
            scaleUp: StepLimit(cooldown: .seconds(900), maxStep: 2), scaleDown: .off)
        let expected = FleetConfiguration(
            fleet: try #require(FleetName("selfplay")), stateFolder: "/etc/fk/state/fk",
            autoscalerPeriod: .seconds(600), doubtGrace: .seconds(60),
            bootDeadline: .seconds(5400),
            vast: VastSettings(
                url: "http://127.0.0.1:8787", keyFile: "/home/ada/vast.key",
                image: "ghcr.io/a/b@sha256:0f", diskGB: 1000,
                maxPrice: HourlyRate(perHour: Dollars(microdollars: 1_250_000)),
                verifiedOnly: false, spacing: false),
            budget: Budget(
                hourly: Dollars(microdollars: 10_000_000),
                daily: Dollars(microdollars: 200_500_000),
                monthly: Dollars(microdollars: 3_000_000_001)),
            groups: [group])
        #expect(try read(text) == expected)
    }

    @Test func `the example is accepted as it stands, and with CRLF and a byte order mark`() throws
    {
        let example = String(decoding: try packageFile("config/fleet.yaml"), as: UTF8.self)
        let configuration = try read(example)
        #expect(configuration.groups.map(\.name) == ["selfplay", "evaluation"])
        #expect(configuration.groups.map(\.size) == [2...10, 0...2])
        let nights = configuration.groups.map { $0.schedule.windows.map(\.window.description) }
        #expect(nights == [["mon-fri 22:00-06:00"], []])
        let dos = try read("\u{FEFF}" + example.withCRLF)
        #expect(dos == configuration)
    }

    @Test func `XDG_STATE_HOME moves the state unless it is relative`() throws {
        let moved = try read(smallest, home: "", environment: ["XDG_STATE_HOME": "/var/state/"])
        #expect(moved.stateFolder == "/var/state/fleetkeeper/selfplay")
        let ignored = try read(smallest, environment: ["XDG_STATE_HOME": "state"])
        #expect(ignored.stateFolder == "/home/ada/.local/state/fleetkeeper/selfplay")
        let written = try read(
            smallest + "\nstate: /s", environment: ["XDG_STATE_HOME": "/var/state"])
        #expect(written.stateFolder == "/s")
    }

    @Test func `the environment wins over the file`() throws {
        let configuration = try read(
            smallest,
            environment: [
                "VAST_URL": "http://localhost:1/", "VAST_IMAGE": "b", "VAST_DEFAULT_IMAGE": "a",
                "VAST_DISK": " 100 ", "VAST_MAX_PRICE": "0.75", "VAST_AUTOSCALE_MIN": "1",
                "VAST_AUTOSCALE_MAX": "1",
            ])
        #expect(
            configuration.vast
                == VastSettings(
                    url: "http://localhost:1", image: "a", diskGB: 100,
                    maxPrice: HourlyRate(perHour: Dollars(microdollars: 750_000))))
        #expect(configuration.groups.map(\.size) == [1...1])
    }

    @Test func `an empty variable counts as unset and VAST_IMAGE is second`() throws {
        let names = ["VAST_URL", "VAST_DEFAULT_IMAGE", "VAST_DISK", "VAST_AUTOSCALE_MIN"]
        var environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
        environment["VAST_IMAGE"] = "b"
        #expect(try read(smallest, environment: environment).vast == VastSettings(image: "b"))
    }

    @Test func `the environment may give the size that the file leaves out`() throws {
        let text = smallest.replacing("    max: 2\n", with: "")
        let configuration = try read(text, environment: ["VAST_AUTOSCALE_MAX": "7"])
        #expect(configuration.groups.map(\.size) == [0...7])
    }

    @Test(arguments: ["|", ">", "|-", ">-", "|+"])
    func `a text for one line may be written as a block`(style: String) throws {
        let text = smallest.replacing(
            "demand: { file: q }",
            with: "demand:\n      command: \(style)\n        redis-cli llen jobs")
        let group = try #require(try read(text).groups.first)
        #expect(group.demand.origin == .command("redis-cli llen jobs"))
    }
}
