import ArgumentParser
import Shared

/// `cloudsim set`: what a machine's GPUs show, and what is wrong with it.
struct SetMachine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Set what a machine's GPUs show, or break it.",
        discussion: """
            Keys: gpu (load in percent), mem (MiB in use on each GPU), temp (degrees Celsius), \
            gpu_fault (on: the driver has lost the GPUs); and for machines with bodies network (open, \
            cut: connections hang, refused), host_key (new), port (new: the direct port, at its next \
            start), disk (full, which restarts it, or ok). What is not named stays as it is. Prints \
            what holds then.
            """)

    @OptionGroup var connection: Connection

    @Argument(help: "The machine's id, at Vast or at Vultr.")
    var id: String

    @Argument(help: "KEY=VALUE, such as gpu=80.")
    var changes: [String]

    private func members() throws(GaugeError) -> JSONObject {
        try Gauges.members(of: changes)
    }

    func validate() throws {
        do throws(GaugeError) {
            var gauges = Gauges()
            var trouble = BodyTrouble()
            try Self.change(&gauges, &trouble, try members())
        } catch {
            throw ValidationError(error.message)
        }
        guard BodyID(text: id) != nil else { throw ValidationError("\(id) is no machine's id") }
    }

    /// Changes what members name.
    ///
    /// - Throws: `GaugeError` for a name or a value that is none; both are to be thrown away then.
    static func change(
        _ gauges: inout Gauges, _ trouble: inout BodyTrouble, _ members: JSONObject
    ) throws(GaugeError) {
        var shown = JSONObject()
        for member in members.list {
            if BodyTrouble.keys.contains(member.key) {
                try trouble.change(member)
            } else {
                shown.append(member.key, member.value)
            }
        }
        try gauges.change(shown)
    }

    func run() throws {
        let shown = try connection.call("POST", "/machines/\(id)", .object(try members()))
        let words = (shown.members ?? [:]).list.map { member in
            "\(member.key)=\(member.value.text ?? "\(member.value.whole ?? 0)")"
        }
        print("\(id): \(words.joined(separator: " "))")
    }
}
