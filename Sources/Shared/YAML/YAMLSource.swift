/// A text with the tables that turn libyaml's positions into marks.
///
/// libyaml counts code points and takes U+0085, U+2028 and U+2029 for line breaks; edits need
/// bytes, and people need the lines that their editor shows.
struct YAMLSource {
    let bytes: [UInt8]
    /// Where the text begins: behind a byte order mark, if there is one.
    let start: Int
    private var lines: [Position] = []
    /// The position of every 64th code point.
    private var checkpoints: [Position] = []

    private struct Position {
        var offset: Int
        /// Code points before it.
        var index: Int
    }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        lines = [Position(offset: start, index: 0)]
        var index = 0
        for offset in start..<bytes.count {
            let byte = bytes[offset]
            guard byte & 0xC0 != 0x80 else { continue }  // not the first byte of its code point
            if index.isMultiple(of: 64) {
                checkpoints.append(Position(offset: offset, index: index))
            }
            index += 1
            let isCRLF = byte == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A
            if byte == 0x0A || byte == 0x0D && !isCRLF {
                lines.append(Position(offset: offset + 1, index: index))
            }
        }
    }

    /// The mark of a code point; one past the end stands for the end.
    func mark(index: Int) -> YAMLMark {
        guard let near = last(in: checkpoints, where: { $0.index <= index }) else {
            return mark(Position(offset: start, index: 0))
        }
        var place = near
        while place.index < index, place.offset < bytes.count { advance(&place) }
        return mark(place)
    }

    /// The mark of the code point that begins at a byte or holds it.
    func mark(offset: Int) -> YAMLMark {
        guard let near = last(in: checkpoints, where: { $0.offset <= offset }) else {
            return mark(Position(offset: start, index: 0))
        }
        var place = near
        while place.offset < min(offset, bytes.count) {
            var next = place
            advance(&next)
            guard next.offset <= offset else { break }
            place = next
        }
        return mark(place)
    }

    /// The beginning of a line, counted from 1.
    func mark(line: Int) -> YAMLMark {
        let place = lines[min(max(line, 1), lines.count) - 1]
        return YAMLMark(line: line, column: 1, offset: place.offset)
    }

    /// The text of a line, counted from 1, without its line break; empty beyond the last one.
    func text(line: Int) -> String {
        guard (1...lines.count).contains(line) else { return "" }
        let end = line < lines.count ? lines[line].offset : bytes.count
        let kept = bytes[lines[line - 1].offset..<end].prefix { $0 != 0x0A && $0 != 0x0D }
        return String(decoding: kept, as: UTF8.self)
    }

    private func advance(_ place: inout Position) {
        place.offset += 1
        while place.offset < bytes.count, bytes[place.offset] & 0xC0 == 0x80 { place.offset += 1 }
        place.index += 1
    }

    private func mark(_ place: Position) -> YAMLMark {
        let number = count(in: lines, where: { $0.offset <= place.offset })
        let line = lines[max(0, number - 1)]
        return YAMLMark(
            line: max(1, number), column: place.index - line.index + 1, offset: place.offset)
    }

    /// How many positions at the front answer yes, where all that do stand before all that do not.
    private func count(in positions: [Position], where matches: (Position) -> Bool) -> Int {
        var low = 0
        var high = positions.count
        while low < high {
            let middle = (low + high) / 2
            if matches(positions[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func last(in positions: [Position], where matches: (Position) -> Bool) -> Position? {
        let number = count(in: positions, where: matches)
        return number == 0 ? nil : positions[number - 1]
    }
}
