/// `VAST_AUTOSCALE_MIN` and `VAST_AUTOSCALE_MAX`, where they are set.
struct SizesFromEnvironment {
    var min: Int?
    var max: Int?
}

extension ConfigurationReader {
    /// The sizes that replace those of the only group; a mistake where there are several.
    mutating func sizesFromEnvironment(groupCount: Int) -> SizesFromEnvironment {
        let names = ["VAST_AUTOSCALE_MIN", "VAST_AUTOSCALE_MAX"]
        let min = variable(names[0], .wholeNumber(in: 0...1000))
        let max = variable(names[1], .wholeNumber(in: 1...1000))
        guard groupCount > 1 else { return SizesFromEnvironment(min: min, max: max) }
        for (name, number) in zip(names, [min, max]) where number != nil {
            mistakes.add(
                "\(name) is for a single group, and the file has \(groupCount)", variable: name,
                hint: "unset it, and write min: and max: for each group")
        }
        return SizesFromEnvironment()
    }

    /// A group's `min` and `max`; `nil` after a mistake.
    mutating func size(
        of group: ConfigurationSection, _ environment: SizesFromEnvironment
    ) -> ClosedRange<Int>? {
        let written = (
            min: wholeNumber("min", in: 0...1000, of: group, unless: environment.min),
            max: wholeNumber("max", in: 1...1000, of: group, unless: environment.max)
        )
        guard let min = environment.min ?? written.min, let max = environment.max ?? written.max
        else { return nil }
        guard min > max else { return min...max }
        let minName = environment.min == nil ? group.path(of: "min") : "VAST_AUTOSCALE_MIN"
        let maxName = environment.max == nil ? group.path(of: "max") : "VAST_AUTOSCALE_MAX"
        if environment.min != nil {
            mistakes.add("\(minName) is \(min), above \(maxName): \(max)", variable: minName)
        } else if environment.max != nil {
            mistakes.add("\(maxName) is \(max), below \(minName): \(min)", variable: maxName)
        } else {
            mistakes.add(
                "\(minName) is \(min), above \(maxName): \(max)",
                at: group.values["min"]?.start ?? group.start)
        }
        return nil
    }

    /// A number of the file, which may be left out where the environment replaces it.
    private mutating func wholeNumber(
        _ key: String, in range: ClosedRange<Int>, of group: ConfigurationSection,
        unless replacement: Int?
    ) -> Int? {
        guard replacement == nil || group.values[key] != nil else { return nil }
        return value(key, of: group, .wholeNumber(in: range))
    }
}
