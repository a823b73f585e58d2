import Testing

@testable import Shared

@Suite struct ConfigurationMutationTests {
    /// Thousands of damaged examples: each is read or refused with places that exist.
    @Test(arguments: 0..<16)
    func `a damaged file is a configuration or a list of mistakes inside it`(seed: UInt64) throws {
        let example = try packageFile("config/fleet.yaml")
        var numbers = SeededNumbers(seed: seed)
        var refused = 0
        for _ in 0..<250 {
            var text = example
            for _ in 0...Int.random(in: 0...3, using: &numbers) { damage(&text, &numbers) }
            do throws(ConfigurationErrors) {
                let configuration = try readConfiguration(
                    text: text, file: "f", folder: "/etc", home: "/root", environment: [:])
                #expect(!configuration.groups.isEmpty)
            } catch {
                refused += 1
                let lines = lineLengths(of: text)
                for mistake in error.mistakes {
                    let place = try #require(mistake.place)
                    #expect(isInside(place, lines), "\(place): \(mistake.what)")
                    #expect(!mistake.what.isEmpty && mistake.what.utf8.count < 1000)
                }
            }
        }
        #expect((50...249).contains(refused))  // else the damage tests only one of the two ways
    }

    private func damage(_ text: inout [UInt8], _ numbers: inout SeededNumbers) {
        let place = Int.random(in: 0..<text.count, using: &numbers)
        switch Int.random(in: 0..<6, using: &numbers) {
        case 0: text[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
        case 1: text.removeSubrange(place..<min(text.count, place + 1 + place % 40))
        case 2:
            let signs = Array("{}[]:,-&*!|>'\"%@`#?\t\n\r\u{0} é🚀".utf8)
            let sign = signs[Int.random(in: 0..<signs.count, using: &numbers)]
            text.insert(sign, at: place)
        case 3:
            let end = min(text.count, place + 60)
            text.insert(
                contentsOf: text[place..<end], at: Int.random(in: 0..<text.count, using: &numbers))
        case 4: swapLines(&text, &numbers)
        default: text.removeLast(text.count - max(1, place))
        }
    }

    private func swapLines(_ text: inout [UInt8], _ numbers: inout SeededNumbers) {
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        lines.swapAt(
            Int.random(in: 0..<lines.count, using: &numbers),
            Int.random(in: 0..<lines.count, using: &numbers))
        text = Array(lines.joined(separator: [0x0A]))
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
