@testable import Shared

/// A text, and the ways in which hands, editors, merges and disks damage such texts.
struct FleetDamage {
    private(set) var text: [UInt8]
    /// Texts to take pieces from.
    let others: [[UInt8]]
    var numbers: SeededNumbers

    /// Damages the text so many times, each in a way of its own.
    mutating func strike(times: Int) {
        for _ in 0..<times {
            if text.isEmpty { text = [0x0A] }
            switch number(below: 14) {
            case 0: text[place] ^= 1 << UInt8(number(below: 8))
            case 1: remove()
            case 2: insert(signs[number(below: signs.count)])
            case 3: repeatPiece()
            case 4: swapLines()
            case 5: text.removeLast(text.count - max(1, place))
            case 6: splice()
            case 7: repeatLines()
            case 8: indent()
            case 9, 10, 11: replaceValue()
            case 12: renameKey()
            default: insert(UInt8(number(below: 256)))
            }
        }
    }

    private var place: Int {
        mutating get { number(below: text.count) }
    }

    private mutating func number(below limit: Int) -> Int {
        Int.random(in: 0..<max(1, limit), using: &numbers)
    }

    private mutating func insert(_ byte: UInt8) { text.insert(byte, at: place) }

    private mutating func remove() {
        let start = place
        text.removeSubrange(start..<min(text.count, start + 1 + number(below: 40)))
    }

    private mutating func repeatPiece() {
        let start = place
        let piece = Array(text[start..<min(text.count, start + 60)])
        text.insert(contentsOf: piece, at: place)
    }

    /// Puts a piece of another text in.
    private mutating func splice() {
        let other = others[number(below: others.count)]
        let start = number(below: other.count)
        let piece = Array(other[start..<min(other.count, start + 1 + number(below: 120))])
        text.insert(contentsOf: piece, at: place)
    }

    private mutating func changeLines(_ change: (inout [[UInt8]], inout SeededNumbers) -> Void) {
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
        change(&lines, &numbers)
        text = Array(lines.joined(separator: [0x0A]))
    }

    private mutating func swapLines() {
        changeLines { lines, numbers in
            lines.swapAt(
                Int.random(in: 0..<lines.count, using: &numbers),
                Int.random(in: 0..<lines.count, using: &numbers))
        }
    }

    /// Writes a block of lines once more, further down or up.
    private mutating func repeatLines() {
        changeLines { lines, numbers in
            let start = Int.random(in: 0..<lines.count, using: &numbers)
            let block = lines[start..<min(lines.count, start + 8)]
            let place = Int.random(in: 0...lines.count, using: &numbers)
            lines.insert(contentsOf: Array(block), at: place)
        }
    }

    /// Moves a few lines to the right or to the left, with spaces or tabs.
    private mutating func indent() {
        changeLines { lines, numbers in
            let start = Int.random(in: 0..<lines.count, using: &numbers)
            let end = min(lines.count, start + Int.random(in: 1...5, using: &numbers))
            let isLeft = Bool.random(using: &numbers)
            let sign: UInt8 = Int.random(in: 0..<5, using: &numbers) == 0 ? 0x09 : 0x20
            for index in start..<end {
                if isLeft, lines[index].first == 0x20 { lines[index].removeFirst() }
                if !isLeft { lines[index].insert(sign, at: 0) }
            }
        }
    }

    /// Puts a likely value in the place of one.
    private mutating func replaceValue() {
        let value = Array(values[number(below: values.count)].utf8)
        changeWord(behind: true) { _ in value }
    }

    /// Puts a key of the table, or a misspelt one, in the place of one.
    private mutating func renameKey() {
        let all = ConfigurationKey.all
        let key = Array(all[number(below: all.count)].name.utf8)
        let isMisspelt = number(below: 3) == 0
        changeWord(behind: false) { word in isMisspelt ? word + [0x73] : key }
    }

    /// Changes the word on one side of one of the colons.
    private mutating func changeWord(behind: Bool, _ change: ([UInt8]) -> [UInt8]) {
        let start = place
        guard let colon = text[start...].firstIndex(of: 0x3A) else { return }
        if behind {
            let first = text[(colon + 1)...].firstIndex { $0 != 0x20 } ?? text.endIndex
            let end = text[first...].firstIndex { $0 == 0x0A || $0 == 0x2C || $0 == 0x7D }
            let range = first..<(end ?? text.endIndex)
            text.replaceSubrange(range, with: change(Array(text[range])))
        } else {
            let before = text[..<colon].lastIndex { $0 == 0x20 || $0 == 0x0A || $0 == 0x7B }
            let range = (before.map { $0 + 1 } ?? 0)..<colon
            text.replaceSubrange(range, with: change(Array(text[range])))
        }
    }
}

private let signs = Array("{}[]:,-&*!|>'\"%@`#?\t\n\r\u{0} é🚀\u{FEFF}\u{2028}".utf8)

private let values = [
    "", "~", "0", "1", "-1", "2", "999999999999999999999", "1e400", ".inf", "0.0000001", "0.5",
    "012",
    "on", "off", "yes", "NO", "15", "15m", "1.5h", "99999999d", "0s", "9223372036854775807ms",
    "60GB", "64TB", "99999999TB", "$1", "1,5", "22:00-06:00", "24:00-24:00", "00:00-24:00",
    "mon-fri",
    "sun-mon,wed", "[]", "{}", "[[[[]]]]", "[a, b]", "{a: b}", "*a", "&a b", "!!str 1", "| ",
    "\"\\u0000\"",
    "\"\\ud800\"", "'", "\"", "${HOME}", "https://a", "http://a", "http://127.0.0.1:1",
    "https://a:0",
    "https://[::1]", "~root/x", "../../x", "/", "sum(a.*)", "sum(sum(a))", "a..b", "SELECT 1",
    "DELETE FROM a", "RTX 4090", "Europe/Berlin", "UTC", "../UTC", "é🚀", "{ vast: {} }",
    "/root/data", "\"data/{instance}/\"", "keep", "destroy", "{ start: a, stop: b }",
    "[{ name: a, from: /a, to: \"b/{instance}\" }]", "{ file: q }",
    "{ file: q, http: [http://a, b] }", "[{ at: 22:00-06:00, min: 5, max: 4 }]",
]
