import ArgumentParser
import Shared

/// `cloudsim fault add`: one more rule.
struct AddFault: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a rule that befalls the calls to come.",
        discussion: "Kinds:\n" + FaultKind.table)

    @OptionGroup var connection: Connection

    @Argument(help: "What goes wrong.")
    var kind: String

    @Option(
        help: """
            Which operation: create, destroy, list, show, search, user, label, state, other or any.
            """)
    var on = "any"

    @Option(help: "How many calls it befalls. (default: 1; with --for, any number)")
    var count: Int?

    @Option(help: "How many matching calls pass unharmed first.")
    var skip = 0

    @Option(name: .customLong("for"), help: "How long it lasts in simulated time, such as 30s.")
    var window: String?

    @Option(help: "For late-effect and listing-lag, in simulated time; for slow, in real time.")
    var seconds: Double?

    @Option(help: "For price-raised: how much dearer the new machine is.")
    var percent: Double?

    @Option(help: "For truncated-list: how many rows are missing. (default: half of the page)")
    var rows: Int?

    private var order: JSON {
        [
            "kind": .string(kind), "on": .string(on), "skip": .int(Int64(skip)),
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
    if let skip = rule["skip"]?.whole, skip > 0 { words.append("after \(skip) more") }
    if let remaining = rule["remaining"]?.whole { words.append("\(remaining) to come") }
    if let expires = rule["expires_us"]?.whole {
        words.append("until \(Instant(microseconds: expires))")
    }
    words.append("\(rule["fired"]?.whole ?? 0) done")
    return words.joined(separator: ", ")
}
