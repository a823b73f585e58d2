import Shared

/// What a machine's GPUs show: the same for each of them.
struct Gauges: Sendable, Equatable {
    /// In percent.
    var load = 0
    /// In use, in MiB.
    var memoryMiB = 0
    /// In degrees Celsius.
    var temperature = 41
    /// Whether the driver has lost the GPUs.
    var isFaulty = false

    /// Changes what an object names: `gpu`, `mem`, `temp` (whole numbers) and `gpu_fault`.
    ///
    /// - Throws: `GaugeError` for a name that is none or a value out of range; nothing has
    ///   changed then.
    mutating func change(_ members: JSONObject) throws(GaugeError) {
        var changed = self
        for member in members.list {
            switch member.key {
            case "gpu": changed.load = try Self.number(member, in: 0...100)
            case "mem": changed.memoryMiB = try Self.number(member, in: 0...1_000_000)
            case "temp": changed.temperature = try Self.number(member, in: 0...150)
            case "gpu_fault":
                guard let word = member.value.text, word == "on" || word == "off" else {
                    throw GaugeError(message: "gpu_fault must be on or off")
                }
                changed.isFaulty = word == "on"
            default:
                throw GaugeError(
                    message:
                        "nothing is called \(member.key); use gpu, mem, temp, gpu_fault, network, "
                        + "host_key, port or disk")
            }
        }
        self = changed
    }

    private static func number(
        _ member: JSONObject.Member, in range: ClosedRange<Int>
    ) throws(GaugeError) -> Int {
        guard let whole = member.value.whole, let number = Int(exactly: whole),
            range.contains(number)
        else {
            throw GaugeError(
                message: "\(member.key) must be a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound)")
        }
        return number
    }

    var json: JSON {
        [
            "gpu": .int(Int64(load)), "mem": .int(Int64(memoryMiB)),
            "temp": .int(Int64(temperature)), "gpu_fault": .string(isFaulty ? "on" : "off"),
        ]
    }

    /// The file that the machine's nvidia-smi reads.
    var shellText: String {
        """
        gpu=\(load)
        mem=\(memoryMiB)
        temp=\(temperature)
        gpu_fault=\(isFaulty ? "on" : "off")

        """
    }

    /// Reads words such as `gpu=80` as an object for `change`.
    ///
    /// - Throws: `GaugeError` for a word without `=`.
    static func members(of words: [String]) throws(GaugeError) -> JSONObject {
        var members = JSONObject()
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw GaugeError(message: "\(word) is not KEY=VALUE, such as gpu=80")
            }
            let value = String(parts[1])
            members.append(String(parts[0]), Int64(value).map { .int($0) } ?? .string(value))
        }
        return members
    }
}

/// Why a machine's gauges could not be set.
struct GaugeError: Error, Equatable {
    var message: String
}
