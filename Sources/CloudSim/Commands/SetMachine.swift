import ArgumentParser
import Shared

/// `cloudsim set`: what a machine's GPUs show.
struct SetMachine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Set what a machine's GPUs show.",
        discussion: """
            Keys: gpu (load in percent), mem (MiB in use on each GPU), temp (degrees Celsius), \
            gpu_fault (on: the driver has lost the GPUs). What is not named stays as it is. \
            Prints what they show then.
            """)

    @OptionGroup var connection: Connection

    @Argument(help: "The machine's id.")
    var id: Int64

    @Argument(help: "KEY=VALUE, such as gpu=80.")
    var changes: [String]

    private func members() throws(GaugeError) -> JSONObject {
        try Gauges.members(of: changes)
    }

    func validate() throws {
        do throws(GaugeError) {
            var trial = Gauges()
            try trial.change(try members())
        } catch {
            throw ValidationError(error.message)
        }
    }

    func run() throws {
        let shown = try connection.call("POST", "/machines/\(id)", .object(try members()))
        let words = (shown.members ?? [:]).list.map { member in
            "\(member.key)=\(member.value.text ?? "\(member.value.whole ?? 0)")"
        }
        print("\(id): \(words.joined(separator: " "))")
    }
}
