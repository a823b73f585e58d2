import ArgumentParser
import Shared

/// `cloudsim fault add`: one more rule.
struct AddFault: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a rule that befalls calls to come, or machines.",
        discussion: "Kinds:\n" + FaultKind.table)

    @OptionGroup var connection: Connection

    @Argument(help: "What goes wrong.")
    var kind: String

    @Option(
        help: """
            Which operation: create, destroy, list, show, search, user, label, state, other or any.
            """)
    var on = "any"

    @Option(help: "Only at this market: vast or vultr.")
    var provider: String?

    @Option(help: "Only calls whose path contains this text.")
    var path: String?

    @Option(help: "Only this machine, by its id.")
    var machine: String?

    @Option(help: "How likely it befalls what matches: above 0, and at most 1.")
    var probability: Double?

    @Option(
        help: """
            How many calls or machines it befalls. (default: 1; with --for or --probability, any \
            number of calls)
            """)
    var count: Int?

    @Option(help: "How many matching calls or machines pass unharmed first.")
    var skip = 0

    @Option(name: .customLong("for"), help: "How long it lasts in simulated time, such as 30s.")
    var window: String?

    @Option(
        help: """
            For late-effect, lags and queued-start, in simulated time; for slow, in real time; for \
            what strikes machines, how long after the rule or the machine is made.
            """)
    var seconds: Double?

    @Option(help: "For price-raised and outbid: how much dearer.")
    var percent: Double?

    @Option(help: "For truncated-list: how many rows are missing. (default: half of the page)")
    var rows: Int?

    private var order: JSON {
        [
            "kind": .string(kind), "on": .string(on), "skip": .int(Int64(skip)),
            "provider": JSON(provider), "path": JSON(path), "machine": JSON(machine),
            "probability": probability.map { .double($0) } ?? .null,
            "count": count.map { .int(Int64($0)) } ?? .null, "for": JSON(window),
            "seconds": seconds.map { .double($0) } ?? .null,
            "percent": percent.map { .double($0) } ?? .null,
            "rows": rows.map { .int(Int64($0)) } ?? .null,
        ]
    }

    func validate() throws {
        do throws(FaultOrderError) {
            _ = try FaultOrder(json: order)
        } catch {
            throw ValidationError(error.message)
        }
    }

    func run() throws {
        print(faultLine(try connection.call("POST", "/faults", order)))
    }
}

/// One rule for people.
func faultLine(_ rule: JSON) -> String {
    var words = ["\(rule["id"]?.whole ?? 0): \(rule["kind"]?.text ?? "?")"]
    words.append("on \(rule["on"]?.text ?? "?")")
    for key in ["provider", "path", "machine"] {
        if let text = rule[key]?.text { words.append("\(key) \(text)") }
    }
    if let probability = rule["probability"]?.number {
        words.append("probability \(probability)")
    }
    if let skip = rule["skip"]?.whole, skip > 0 { words.append("after \(skip) more") }
    if let remaining = rule["remaining"]?.whole { words.append("\(remaining) to come") }
    if let expires = rule["expires_us"]?.whole {
        words.append("until \(Instant(microseconds: expires))")
    }
    words.append("\(rule["fired"]?.whole ?? 0) done")
    return words.joined(separator: ", ")
}
