import Testing

@testable import Shared

/// A file with a key of every tool, those to come included: the one that the design began with.
let wholeTable = """
    fleet: selfplay                       # names the fleet; part of every label
    timezone: America/New_York
    state: ~/.local/state/fleetkeeper/selfplay
    inventory: config/distributed_hosts.yaml
    runs: { autoscaler: 5m, keepalive: 15m, lifecycle: 5m }       # cron periods: deadlines, reservations, --install-cron
    providers:
      vast:  { image: pytorch/pytorch:2.0, disk: 60GB, max_price: 0.50, query: "reliability > 0.98 inet_down >= 200" }
      vultr: { regions: [sjc, sea, lax], os: ubuntu-22.04 }
    budget:  { hourly: 10.00, daily: 200.00, monthly: 3000.00, hold: { per_machine: 5.00, then: keep } }
    groups:
      - name: selfplay
        min: 2
        max: 10
        demand: { http: "http://coordinator:8770/status", waiting: "sum(peers.*.selfplay_jobs)", max_age: 10m }
        jobs_per_instance: 50
        gpus:
          - { name: RTX 3070, max_price: 0.08, min_reliability: 0.95 }
          - { name: RTX 4060 Ti, max_price: 0.12 }
        schedule:
          - { days: mon-fri, at: "22:00-06:00", max: 20 }         # nights are cheaper: this replaces max: 10
        scale_up:   { cooldown: 15m, max_step: 2 }
        scale_down: { cooldown: 10m, idle_for: 30m, max_step: 1, stabilization: 5m }
        onstart: "…"                                              # runs on the machine at first boot
        workers: { start: "…", stop: "…", count: "pgrep -c -f 'selfplay|gauntlet|train'" }
        sync:
          - { name: games, from: /root/data/games/, to: "data/games/{instance}/" }
          - { name: elo, sqlite: /root/data/elo.db, to: "data/elo/{instance}.db" }
    ssh:  { user: root, key: ~/.ssh/vast_rsa, parallel: 32 }
    alerts: config/notification_hooks.yaml

    """

@Suite struct ConfigurationWholeTableTests {
    @Test func `a file with every tool's keys reads without a mistake, and every value arrives`()
        throws
    {
        let fleet = try read(wholeTable)
        #expect(fleet.stateFolder == "/home/ada/.local/state/fleetkeeper/selfplay")
        #expect(fleet.autoscalerPeriod == .seconds(300))
        #expect(fleet.vast?.image == "pytorch/pytorch:2.0")
        #expect(fleet.vast?.diskGB == 60)
        #expect(
            fleet.vast?.query?.steps == [
                .filter(field: "reliability", .gt, .text("0.98")),
                .filter(field: "inet_down", .gte, .text("200")),
            ])
        #expect(fleet.vultr?.regions == ["sjc", "sea", "lax"])
        #expect(fleet.vultr?.os == "ubuntu-22.04")
        #expect(fleet.sshKey == "/home/ada/.ssh/vast_rsa")
        #expect(fleet.sshUser == "root")
        #expect(
            fleet.budget
                == Budget(
                    hourly: Dollars(microdollars: 10_000_000),
                    daily: Dollars(microdollars: 200_000_000),
                    monthly: Dollars(microdollars: 3_000_000_000),
                    hold: HoldLimit(perMachine: Dollars(microdollars: 5_000_000), then: .keep)))
        let group = try #require(fleet.groups.first)
        #expect(fleet.groups.count == 1)
        #expect(group.size == 2...10)
        #expect(group.schedule.zone.name == "America/New_York")
        #expect(group.schedule.windows.map(\.window.description) == ["mon-fri 22:00-06:00"])
        #expect(group.schedule.windows.map(\.max) == [20])
        #expect(
            group.demand.origin == .http(urls: ["http://coordinator:8770/status"], headers: []))
        #expect(group.jobsPerInstance == 50)
        #expect(group.gpus.map(\.name) == ["RTX 3070", "RTX 4060 Ti"])
        #expect(group.scaleUp == StepLimit(cooldown: .seconds(900), maxStep: 2))
        #expect(
            group.scaleDown
                == .limited(
                    StepLimit(
                        cooldown: .seconds(600), maxStep: 1, stabilization: .seconds(300),
                        idleFor: .seconds(1800))))
        #expect(group.onstart == "…")
        #expect(
            group.sync == [
                SyncSet(
                    name: "games", source: .folder("/root/data/games"),
                    destination: "/etc/fk/data/games/{instance}"),
                SyncSet(
                    name: "elo", source: .database("/root/data/elo.db"),
                    destination: "/etc/fk/data/elo/{instance}.db"),
            ])
    }

    @Test func `what no tool acts on is noted, a line for each key in the order of the file`()
        throws
    {
        let notes = try notes(on: wholeTable)
        #expect(
            notes == [
                "t: note: fleet.yaml:4:1: inventory: no tool of this version edits an inventory",
                "t: note: fleet.yaml:5:25: runs.keepalive: this version has no keepalive",
                "t: note: fleet.yaml:5:41: runs.lifecycle: this version has no lifecycle",
                "t: note: fleet.yaml:22:44: groups[0].scale_down.idle_for: no tool of this version asks "
                    + "workers.count, so without busy no machine that is ready goes for want of work",
                "t: note: fleet.yaml:24:5: groups[0].workers: no tool of this version runs them; "
                    + "onstart runs at first boot",
                "t: note: fleet.yaml:25:5: groups[0].sync: no tool of this version copies them, so a machine that was ready is held",
                "t: note: fleet.yaml:28:43: ssh.parallel: no tool of this version logs in to machines",
                "t: note: fleet.yaml:29:1: alerts: no tool of this version sends alerts; cron mails "
                    + "what a run prints",
            ])
    }

    @Test func `the schema for editors takes it too`() throws {
        #expect(try SchemaJudge.refusals(of: [Array(wholeTable.utf8)]) == [nil])
    }
}

/// The notes on a text, as the tool prints them.
func notes(on text: String, environment: [String: String] = [:]) throws -> [String] {
    try readConfigurationAndNotes(
        text: Array(text.utf8), file: "fleet.yaml", folder: "/etc/fk", home: "/home/ada",
        environment: environment
    ).notes.map { $0.line(tool: "t") }
}
