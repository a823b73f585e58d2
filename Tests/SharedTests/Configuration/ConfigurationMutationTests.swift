import FoundationEssentials
import Testing

@testable import Shared

/// Damaged files, thousands of them; `FLEETKEEPER_MUTATIONS` says how many.
///
/// Reading is a function of the text and what it is called with. The one file it may open is that
/// of a time zone, so `TZDIR` names a folder that is not there: nothing outside is touched.
@Suite struct ConfigurationMutationTests {
    private static let seeds = 16
    private static let count =
        ProcessInfo.processInfo.environment["FLEETKEEPER_MUTATIONS"].flatMap { Int($0) } ?? 4000

    /// What is damaged: the example, one with every other key, and every broken file.
    private static let originals: [[UInt8]] = {
        let example = String(decoding: (try? packageFile("config/fleet.yaml")) ?? [], as: UTF8.self)
        let readable = [example, wholeTable].map {
            Array($0.replacing("timezone: America/New_York", with: "timezone: UTC").utf8)
        }
        return readable + BrokenFleet.all.map(\.text).filter { !$0.isEmpty }
    }()

    @Test(arguments: 0..<seeds)
    func `a damaged file is a configuration that holds, or mistakes inside it`(seed: Int) throws {
        try #require(Self.originals.count > 100)
        var numbers = SeededNumbers(seed: UInt64(seed))
        var refused = 0
        let count = Self.count / Self.seeds
        for round in 0..<count {
            let isExample = round.isMultiple(of: 2)
            let index =
                isExample
                ? round / 2 % 2 : Int.random(in: 0..<Self.originals.count, using: &numbers)
            var damage = FleetDamage(
                text: Self.originals[index], others: Self.originals, numbers: numbers)
            damage.strike(times: Int.random(in: 1...4, using: &damage.numbers))
            numbers = damage.numbers
            do throws(ConfigurationErrors) {
                let configuration = try readConfiguration(
                    text: damage.text, file: "f", folder: "/etc", home: "/root",
                    environment: ["TZDIR": "/nowhere"])
                let faults = faults(of: configuration)
                #expect(faults == [], "\(String(decoding: damage.text, as: UTF8.self))")
            } catch {
                refused += 1
                let wrong = wrongPlaces(of: error, in: damage.text)
                #expect(wrong == [], "\(String(decoding: damage.text, as: UTF8.self))")
            }
        }
        // Else the damage tests only one of the two ways.
        #expect(refused > count / 5 && refused < count)
    }

    @Test func `the damage is the same for the same seed`() {
        func text() -> [UInt8] {
            var damage = FleetDamage(
                text: Self.originals[0], others: Self.originals, numbers: SeededNumbers(seed: 7))
            damage.strike(times: 9)
            return damage.text
        }
        #expect(text() == text())
        #expect(text() != Self.originals[0])
    }

    /// Mistakes whose place is not in the text, or whose words are none.
    private func wrongPlaces(of error: ConfigurationErrors, in text: [UInt8]) -> [String] {
        let lines = lineLengths(of: text)
        let wrong = error.mistakes.filter { mistake in
            let isTold = !mistake.what.isEmpty && mistake.what.utf8.count < 1000
            return !isTold || !(mistake.place.map { isInside($0, lines) } ?? false)
        }
        return wrong.map { "\($0.place ?? "nowhere"): \($0.what)" }
    }

    /// Code points of each line, counted apart from the code under test.
    private func lineLengths(of text: [UInt8]) -> [Int] {
        var lengths = [0]
        for (byte, next) in zip(text, text.dropFirst() + [0]) where byte & 0xC0 != 0x80 {
            lengths[lengths.count - 1] += 1
            if byte == 0x0A || byte == 0x0D && next != 0x0A { lengths.append(0) }
        }
        return lengths
    }

    /// Whether `f:line:column` is a character of the text, or the end of a line.
    private func isInside(_ place: String, _ lengths: [Int]) -> Bool {
        let parts = place.split(separator: ":")
        guard parts.count == 3, let line = Int(parts[1]), let column = Int(parts[2]) else {
            return false
        }
        return (1...lengths.count).contains(line) && (1...lengths[line - 1] + 1).contains(column)
    }
}

/// What no configuration may be, however its file came about.
private func faults(of fleet: FleetConfiguration) -> [String] {
    var faults: [String] = []
    func hold(_ isTrue: Bool, _ words: String) {
        if !isTrue { faults.append(words) }
    }
    hold(!fleet.groups.isEmpty, "no groups")
    hold(Set(fleet.groups.map(\.name)).count == fleet.groups.count, "two groups of one name")
    hold(fleet.vast != nil || fleet.vultr != nil, "no provider")
    hold(fleet.stateFolder.hasPrefix("/"), "a state folder that is not absolute")
    hold(fleet.autoscalerPeriod >= .seconds(1), "no period")
    hold(fleet.budget.hold.perMachine >= .zero, "a hold below nothing")
    hold(SSHRoute(.direct, user: fleet.sshUser, host: "a", port: 22) != nil, "no user")
    hold(fleet.doubtGrace >= .seconds(60), "no grace")
    for url in [fleet.vast?.url, fleet.vultr?.url].compactMap(\.self) {
        let origin = ProviderURL(originOf: url)
        hold(origin.map { $0.scheme == "https" || $0.isLoopback } ?? false, "in clear: \(url)")
    }
    for price in [fleet.vast?.maxPrice, fleet.vultr?.maxPrice].compactMap(\.self) {
        hold(price > .zero, "no price")
    }
    for limit in [fleet.budget.hourly, fleet.budget.daily, fleet.budget.monthly].compactMap(\.self)
    {
        hold(limit > .zero, "no budget")
    }
    for group in fleet.groups {
        hold(FleetName(group.name) != nil, "a name no label can hold")
        hold(group.size.lowerBound >= 0 && 1...1000 ~= group.size.upperBound, "\(group.size)")
        hold(!group.gpus.isEmpty, "no GPU")
        hold(group.gpus.allSatisfy { (1...64).contains($0.count) }, "a count of GPUs")
        hold(group.gpus.allSatisfy { $0.maxPrice.map { $0 > .zero } ?? true }, "a GPU's price")
        hold(group.jobsPerInstance >= 1, "no jobs")
        hold(group.diskGB.map { (8...64_000).contains($0) } ?? true, "a disk")
        let bounds = group.schedule.contradictions(
            min: group.size.lowerBound, max: group.size.upperBound)
        hold(bounds.isEmpty, "bounds that contradict each other")
        let names = group.sync.map(\.name)
        hold(Set(names).count == names.count, "two sync sets of one name")
        let places = group.sync.map(\.destination)
        hold(Set(places).count == places.count, "two sync sets with one destination")
        let isAlone = ([group.size.upperBound] + group.schedule.windows.compactMap(\.max))
            .allSatisfy { $0 <= 1 }
        for set in group.sync {
            hold(set.destination.hasPrefix("/"), "a destination that is not absolute")
            hold(isAlone || set.destination.contains("{instance}"), "machines that share files")
            switch set.source {
            case .folder(let path), .database(let path):
                hold(path.hasPrefix("/") && !path.contains("/../"), "a source of \(path)")
            }
        }
    }
    return faults
}
