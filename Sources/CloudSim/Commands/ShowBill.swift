import ArgumentParser
import Shared

/// `cloudsim bill`: what every machine has cost.
struct ShowBill: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bill", abstract: "Show what every machine has cost, to the micro-dollar.")

    @OptionGroup var connection: Connection

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let bill = try connection.call("GET", "/bill")
        if json {
            print(String(decoding: bill.encoded, as: UTF8.self))
        } else {
            for line in Self.table(bill) { print(line) }
        }
    }

    private static func table(_ bill: JSON) -> [String] {
        let header = ["ID", "LABEL", "GPU", "CREATED", "ENDED", "RAN", "EXISTED", "COST"]
        let rows = (bill["instances"]?.elements ?? []).map { line in
            [
                "\(line["id"]?.whole ?? 0)", line["label"]?.text ?? "-",
                line["gpu_name"]?.text ?? "-", moment(line["created"]), moment(line["ended"]),
                time(line["running_seconds"]), time(line["existing_seconds"]),
                money(line["microdollars"]),
            ]
        }
        let volumes = (bill["volumes"]?.elements ?? []).map { volume in
            [
                "\(volume["id"]?.whole ?? 0)", volume["name"]?.text ?? "-",
                "volume, \(volume["size_gb"]?.whole ?? 0) GB", moment(volume["created"]),
                moment(volume["ended"]), "-", "-", money(volume["microdollars"]),
            ]
        }
        let widths = header.indices.map { column in
            ([header] + rows + volumes).map { $0[column].count }.max() ?? 0
        }
        let table = ([header] + rows + volumes).map { row in
            row.indices.map { pad(row[$0], to: widths[$0], right: $0 >= 5) }
                .joined(separator: "  ")
        }
        return table + ["Total at \(moment(bill["at"])): \(money(bill["total_microdollars"]))"]
    }

    private static func pad(_ text: String, to width: Int, right: Bool) -> String {
        let space = String(repeating: " ", count: width - text.count)
        return right ? space + text : text + space
    }

    private static func moment(_ seconds: JSON?) -> String {
        seconds?.number.map { Instant(seconds: $0).description } ?? "-"
    }

    private static func time(_ seconds: JSON?) -> String {
        Duration.microseconds(Int64((seconds?.number ?? 0) * 1_000_000)).text
    }

    private static func money(_ amount: JSON?) -> String {
        "$" + Dollars(microdollars: amount?.whole ?? 0).decimal
    }
}
