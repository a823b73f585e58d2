import Shared
import Testing

@testable import Autoscaler

@Suite struct ReportTests {
    private func action(_ outcome: Action.Outcome) -> Action {
        Action(kind: .rent, group: "g", outcome: outcome, detail: "offer gone")
    }

    private func quiet() throws -> ReportStory {
        var story = ReportStory()
        story.group = DecideStory(rentals: [try machine(1)], demand: queue(1))
        return story
    }

    @Test func `a run without news exits 0 and is not eventful`() throws {
        let report = try quiet().report()
        #expect(report.status == .done && !report.isEventful)
    }

    @Test(arguments: [
        (Action.Outcome.done, Shared.ExitStatus.done), (.pending, .done), (.inDoubt, .incomplete),
        (.failed, .incomplete), (.left, .incomplete),
    ])
    func `what was done, in doubt, failed or left decides the status`(
        _ outcome: Action.Outcome, _ status: Shared.ExitStatus
    ) throws {
        var story = try quiet()
        story.actions = [action(.done), action(outcome)]
        #expect(try story.report().status == status)
        #expect(try story.report().isEventful)
    }

    @Test func `a failed listing exits 69, a part or a hold exits 1`() throws {
        var story = try quiet()
        story.completeness = .failed(reason: "x")
        #expect(try story.report().status == .unreachable)
        story.completeness = .partial(reason: "x")
        story.group.frozen = "x"
        #expect(try story.report().status == .incomplete)
        story = try quiet()
        story.held = ["the clocks differ"]
        #expect(try story.report().status == .incomplete)
    }

    @Test func `unknown demand is a hold: exit 0, and news`() throws {
        var story = try quiet()
        story.group.demand = .missing(reason: "x")
        #expect(try story.report().status == .done)
        #expect(try story.report().isEventful)
    }

    @Test func `people see the group, the reasons, the machine, the actions and the money`() throws
    {
        var story = try quiet()
        story.actions = [action(.failed)]
        story.alerts = ["orphan vast-9"]
        story.dryRun = true
        let text = try story.report().lines.joined(separator: "\n")
        for part in [
            "fleet a  2026-09-21T14:13:20Z  vast account 417001", "dry run: nothing was changed",
            "1 waiting, 0 running, read 0s ago", "keep", "  g: demand: 1 waiting", "vast-1",
            "1x RTX 4090", "ready", "rent g: failed, offer gone", "alert: orphan vast-9",
            "now $0.38/h, $9.12 a day", "all rentals so far $1.00 to $2.00", "no limit is set",
        ] { #expect(text.contains(part), "\(part)") }
        #expect(!text.split(separator: "\n").contains { $0.hasSuffix(" ") })
    }

    @Test func `limits are shown, and strangers are one line`() throws {
        var story = try quiet()
        story.group.budget = Budget(hourly: Dollars(microdollars: 10_000_000))
        story.strangers = (1...3).map {
            Instance(
                id: InstanceID(provider: .vast, value: "\($0)"), status: .running,
                running: rate(1_000_000))
        }
        let lines = try story.report().lines
        #expect(lines.contains { $0.hasSuffix("hourly limit $10.00") })
        #expect(
            lines.last
                == "3 other machines in the account, up to $72.00 a day: not ours, not touched")
        #expect(try !story.report().isEventful)
    }

    @Test func `programs get money as exact text, and read the plan back`() throws {
        let json = try quiet().report().json
        #expect(json["fleet"] == "a" && json["status"] == 0)
        #expect(
            json["providers"] == [
                ["name": "vast", "account": "417001", "listing": "complete", "held": []]
            ])
        #expect(json["money"]?["rate_per_hour"] == "0.380000")
        #expect(json["money"]?["total_at_most"] == "2.000000")
        #expect(json["money"]?["hourly_limit"] == .null)
        guard case .array(let groups) = json["groups"], case .array(let rentals) = json["rentals"]
        else {
            Issue.record("no groups or rentals")
            return
        }
        #expect(groups.first?["wish"] == 1 && groups.first?["demand"]?["known"] == true)
        #expect(rentals.first?["label"] == "fk-a-inst0001-00000001")
        #expect(rentals.first?["instance"] == "vast-1" && rentals.first?["cause"] == .null)
        #expect(JSONValue(json: json.json(pretty: true)) == json)
    }

    @Test func `unknown demand is null in the wish, with its reason`() throws {
        var story = try quiet()
        story.group.demand = .missing(reason: "gone")
        guard case .array(let groups) = try story.report().json["groups"] else { return }
        #expect(groups.first?["wish"] == .null)
        #expect(groups.first?["demand"] == ["known": false, "reason": "unknown: gone"])
    }

    @Test func `the same run leaves the same record, byte for byte, with the rules' version`()
        throws
    {
        let story = try quiet()
        let record = try story.report().record
        #expect(try record == story.report().record)
        #expect(
            JSONValue(json: Array(record.utf8))?["rules"] == .integer(Int64(decisionRules)))
    }

    @Test func `a record has the rentals when something happened, and else only their sum`() throws
    {
        var story = try quiet()
        let before = try #require(JSONValue(json: Array(story.report().record.utf8)))
        #expect(before["rentals"] == nil && before["money"]?["rate_per_hour"] == "0.380000")
        story.actions = [action(.done)]
        let after = try #require(JSONValue(json: Array(story.report().record.utf8)))
        guard case .array(let rentals) = after["rentals"] else {
            Issue.record("no rentals")
            return
        }
        #expect(rentals.first?["state"] == "ready")
        #expect(rentals.first?["rate_per_hour"] == "0.380000")
    }

    @Test(arguments: [
        (CheckError.notConfigured, Shared.ExitStatus.configuration),
        (.otherAccount(provider: .vast, bound: "1", seen: "2"), .credentials),
        (.lostState(machines: 2, file: "/s"), .configuration),
        (.otherInstallation(ids: ["x"], file: "/s"), .configuration),
        (.nothingKnown(provider: .vast, reason: "x"), .unreachable),
    ])
    func `what ends a run has its exit status and a way out`(
        _ error: CheckError, _ status: Shared.ExitStatus
    ) {
        #expect(error.explanation.status == status)
        #expect(error.explanation.hint?.isEmpty == false)
    }
}
