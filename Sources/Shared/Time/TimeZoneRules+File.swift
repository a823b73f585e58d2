/// Why the bytes of a file are no time zone.
package enum TimeZoneFileError: Error, Equatable {
    /// It does not begin as a zone file does.
    case noZone
    case unknownVersion
    /// It ends before what it announces.
    case cutShort
    /// It counts leap seconds, as those under `right/` do; the clocks of computers do not.
    case leapSeconds
    /// What it says cannot be.
    case broken(String)

    /// Follows the name of a file: `ends in the middle`.
    package var words: String {
        switch self {
        case .noZone: "is no time zone file"
        case .unknownVersion: "is a time zone file of an unknown version"
        case .cutShort: "ends in the middle"
        case .leapSeconds: "counts leap seconds, which computers' clocks do not"
        case .broken(let what): "is a broken time zone file: \(what)"
        }
    }
}

extension TimeZoneRules {
    /// Reads a zone file (TZif, RFC 9636) of version 1 to 4.
    ///
    /// Whatever the bytes are, reading ends, and takes memory in proportion to them.
    /// - Parameters:
    ///   - name: The zone's name.
    ///   - bytes: The whole file.
    /// - Throws: What is wrong with it.
    package init(name: String, file bytes: [UInt8]) throws(TimeZoneFileError) {
        var rest = Bytes(rest: bytes[...])
        var header = try Header(&rest)
        guard header.version > 1 else {
            let block = try Block(&rest, header, timeSize: 4)
            self.init(name: name, first: block.types[0], changes: block.changes)
            return
        }
        // Old readers stop after the first block; from version 2 on the second has it all.
        try rest.skip(header.size(timeSize: 4))
        let first = header
        header = try Header(&rest)
        guard header.version == first.version else { throw .broken("it has two versions") }
        let block = try Block(&rest, header, timeSize: 8)
        let rule = try rest.lastLine()
        self.init(name: name, first: block.types[0], changes: block.changes, rule: rule)
    }
}

/// The counts at the beginning of each block.
private struct Header {
    var version: Int
    var universalMarks: Int
    var standardMarks: Int
    var leapSeconds: Int
    var times: Int
    var types: Int
    var letters: Int

    init(_ rest: inout Bytes) throws(TimeZoneFileError) {
        guard rest.rest.prefix(4).elementsEqual("TZif".utf8) else { throw .noZone }
        try rest.skip(4)
        switch try rest.byte() {
        case 0: version = 1
        case let digit where (0x32...0x34).contains(digit): version = Int(digit) - 0x30
        default: throw .unknownVersion
        }
        try rest.skip(15)
        universalMarks = Int(try rest.number(4) & 0xFFFF_FFFF)
        standardMarks = Int(try rest.number(4) & 0xFFFF_FFFF)
        leapSeconds = Int(try rest.number(4) & 0xFFFF_FFFF)
        times = Int(try rest.number(4) & 0xFFFF_FFFF)
        types = Int(try rest.number(4) & 0xFFFF_FFFF)
        letters = Int(try rest.number(4) & 0xFFFF_FFFF)
        guard (1...256).contains(types) else { throw .broken("it has \(types) kinds of time") }
        guard letters > 0 else { throw .broken("its times have no names") }
        guard [0, types].contains(universalMarks), [0, types].contains(standardMarks) else {
            throw .broken("its marks are not one for each kind of time")
        }
    }

    /// The bytes of the block that follows.
    func size(timeSize: Int) -> Int {
        times * (timeSize + 1) + types * 6 + letters + leapSeconds * (timeSize + 4)
            + standardMarks + universalMarks
    }
}

/// What a block says about changes and kinds of time.
private struct Block {
    /// Never empty.
    var types: [ZoneOffset]
    var changes: [ZoneChange]

    init(_ rest: inout Bytes, _ header: Header, timeSize: Int) throws(TimeZoneFileError) {
        guard header.size(timeSize: timeSize) <= rest.rest.count else { throw .cutShort }
        guard header.leapSeconds == 0 else { throw .leapSeconds }
        var times: [Int64] = []
        for _ in 0..<header.times {
            let time = try rest.number(timeSize)
            guard times.last.map({ $0 < time }) ?? true else {
                throw .broken("its changes are not in order")
            }
            times.append(time)
        }
        let kinds = try rest.take(header.times)
        var written: [(seconds: Int, isDaylight: UInt8, name: Int)] = []
        for _ in 0..<header.types {
            written.append((Int(try rest.number(4)), try rest.byte(), Int(try rest.byte())))
        }
        let letters = try rest.take(header.letters)
        types = []
        for type in written {
            types.append(try offset(type.seconds, type.isDaylight, type.name, letters))
        }
        let standard = try rest.take(header.standardMarks)
        let universal = try rest.take(header.universalMarks)
        guard standard.allSatisfy({ $0 <= 1 }), universal.allSatisfy({ $0 <= 1 }) else {
            throw .broken("a mark is neither 0 nor 1")
        }
        guard kinds.allSatisfy({ $0 < header.types }) else {
            throw .broken("a change leads to no kind of time")
        }
        changes = []
        for (time, kind) in zip(times, kinds) {
            changes.append(ZoneChange(at: time, offset: types[Int(kind)]))
        }
    }
}

private func offset(
    _ seconds: Int, _ isDaylight: UInt8, _ name: Int, _ letters: ArraySlice<UInt8>
) throws(TimeZoneFileError) -> ZoneOffset {
    // RFC 9636 recommends less than 25 hours west and 26 hours east.
    guard (-89_999...93_599).contains(seconds) else {
        throw .broken("an offset is \(seconds) seconds")
    }
    guard isDaylight <= 1 else { throw .broken("a kind of time is half daylight time") }
    let tail = letters.dropFirst(name)
    guard let end = tail.firstIndex(of: 0) else { throw .broken("a name does not end") }
    let letters = tail[..<end]
    guard letters.count <= 31, letters.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw .broken("a name is none")
    }
    return ZoneOffset(
        seconds: seconds, isDaylightSaving: isDaylight == 1,
        abbreviation: String(decoding: letters, as: UTF8.self))
}

/// What is left of a file; every part that is read is taken off its front.
private struct Bytes {
    var rest: ArraySlice<UInt8>

    mutating func take(_ count: Int) throws(TimeZoneFileError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw .cutShort }
        defer { rest.removeFirst(count) }
        return rest.prefix(count)
    }

    mutating func skip(_ count: Int) throws(TimeZoneFileError) { _ = try take(count) }

    mutating func byte() throws(TimeZoneFileError) -> UInt8 {
        guard let byte = rest.popFirst() else { throw .cutShort }
        return byte
    }

    /// A signed number of 4 or 8 bytes, the highest first.
    mutating func number(_ size: Int) throws(TimeZoneFileError) -> Int64 {
        let bits = try take(size).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 4
            ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
    }

    /// The rule between the two line ends that close the file; `nil` where it gives none.
    mutating func lastLine() throws(TimeZoneFileError) -> RecurringOffset? {
        guard try byte() == 0x0A else { throw .broken("its last line does not begin") }
        guard let end = rest.firstIndex(of: 0x0A) else { throw .cutShort }
        let line = rest[..<end]
        guard !line.isEmpty else { return nil }
        guard line.count <= 200,
            let rule = RecurringOffset(posix: String(decoding: line, as: UTF8.self))
        else { throw .broken("its last line is no rule") }
        return rule
    }
}
