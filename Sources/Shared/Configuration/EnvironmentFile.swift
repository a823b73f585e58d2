/// The variables of a `.env` file: `NAME=value`, one a line.
///
/// Blank lines and lines that begin with `#` say nothing, and `export` may stand before a name. A
/// value goes to the end of its line or to ` #`; in single quotes it is taken as it is, in double
/// quotes `\n`, `\"`, `\\` and `\$` are read. Nothing is ever put in for `$NAME`.
struct EnvironmentFile {
    /// Larger than any file of settings.
    static let mostBytes = 65_536

    private(set) var values: [String: String] = [:]
    /// Where each value stands: `.env:3:12`.
    private(set) var places: [String: String] = [:]
    private var mistakes: [Explanation] = []
    private let file: String

    /// Reads the text of a file; values are secrets, so no message shows one (promise S1).
    ///
    /// - Parameters:
    ///   - text: The file's bytes.
    ///   - file: Its name in messages.
    /// - Throws: Every mistake at once, each with its line and column.
    init(text: [UInt8], file: String) throws(ConfigurationErrors) {
        self.file = file
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let lines = text.dropFirst(text.starts(with: mark) ? 3 : 0)
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, bytes) in lines.enumerated() {
            let bytes = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
            guard let line = String(validating: bytes, as: UTF8.self),
                line.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\t" })
            else {
                tell("the line is no plain text", line: index + 1, column: 1)
                continue
            }
            read(line, number: index + 1)
        }
        if let first = mistakes.first {
            throw ConfigurationErrors(first, Array(mistakes.dropFirst()))
        }
    }

    private mutating func read(_ line: String, number: Int) {
        var rest = line.drop { $0 == " " || $0 == "\t" }
        guard !rest.isEmpty, rest.first != "#" else { return }
        if rest.hasPrefix("export ") { rest = rest.dropFirst(7).drop { $0 == " " } }
        let column = { (place: Substring) in
            line.distance(from: line.startIndex, to: place.startIndex) + 1
        }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        let behind = rest[name.endIndex...]
        guard let first = name.first, !first.isNumber, behind.first == "=" else {
            tell(
                "the line is not NAME=value", line: number, column: column(rest),
                hint: behind.first == " "
                    ? "write no space before the ="
                    : behind.first == ":" ? "write = in place of the :" : nil)
            return
        }
        let text = behind.dropFirst().drop { $0 == " " || $0 == "\t" }
        guard let value = value(of: text) else {
            tell(
                "the quotes of \(name) are not closed on their line, or something follows them",
                line: number, column: column(text))
            return
        }
        guard values.updateValue(value, forKey: String(name)) == nil else {
            tell(
                "\(name) is given twice", line: number, column: column(rest),
                hint: "keep one of the two")
            return
        }
        places[String(name)] = "\(file):\(number):\(column(text))"
    }

    private func value(of text: Substring) -> String? {
        switch text.first {
        case "'":
            let parts = text.dropFirst().split(
                separator: "'", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 && saysNothing(parts[1]) ? String(parts[0]) : nil
        case "\"": return doubleQuoted(text.dropFirst())
        default:
            let end = text.firstRange(of: " #")?.lowerBound ?? text.endIndex
            let kept = text.first == "#" ? "" : text[..<end]
            let last = kept.lastIndex { $0 != " " && $0 != "\t" }
            return last.map { String(kept[...$0]) } ?? ""
        }
    }

    private func doubleQuoted(_ text: Substring) -> String? {
        var value = ""
        var isEscaped = false
        for index in text.indices {
            let letter = text[index]
            if isEscaped {
                switch letter {
                case "n": value.append("\n")
                case "\"", "\\", "$": value.append(letter)
                default: value += "\\\(letter)"
                }
                isEscaped = false
            } else if letter == "\\" {
                isEscaped = true
            } else if letter == "\"" {
                return saysNothing(text[text.index(after: index)...]) ? value : nil
            } else {
                value.append(letter)
            }
        }
        return nil
    }

    /// Whether what follows a closing quote is white space or a comment.
    private func saysNothing(_ text: Substring) -> Bool {
        let rest = text.drop { $0 == " " || $0 == "\t" }
        return rest.isEmpty || rest.first == "#" && rest.count < text.count
    }

    private mutating func tell(
        _ what: String, line: Int, column: Int, hint: String? = nil
    ) {
        mistakes.append(
            Explanation(
                what: what, place: "\(file):\(line):\(column)", hint: hint,
                status: .configuration))
    }
}

/// The environment of a process, with what the `.env` beside a configuration adds to it.
///
/// A variable that the process has, even an empty one, is left as it is. No such file adds nothing.
///
/// - Parameters:
///   - environment: The process's own.
///   - folder: The absolute folder of the configuration.
///   - shown: How messages name that folder: empty, or with a `/` at its end.
/// - Returns: Both together.
/// - Throws: Every mistake in the file, or that others can read it (promise S4).
package func environment(
    _ environment: [String: String], withFileIn folder: String, shown: String
) throws(ConfigurationErrors) -> [String: String] {
    guard let file = try environmentFile(in: folder, shown: shown) else { return environment }
    return file.values.merging(environment) { _, own in own }
}

/// The `.env` of a folder; `nil` where there is none.
///
/// - Throws: Every mistake in it, or that others can read it (promise S4).
func environmentFile(
    in folder: String, shown: String
) throws(ConfigurationErrors) -> EnvironmentFile? {
    let path = "\(folder)/.env"
    let name = "\(shown).env"
    let file: SmallFile
    do throws(SmallFile.Failure) {
        file = try SmallFile(path: path, limit: EnvironmentFile.mostBytes)
    } catch .missing {
        return nil
    } catch {
        throw ConfigurationErrors(
            Explanation(
                what: "the environment file \(error.words)", place: name, status: .configuration))
    }
    guard !file.isReadableByOthers else {
        throw ConfigurationErrors(
            Explanation(
                what: "others can read this environment file", place: name,
                hint: "chmod 600 \(path.quotedForShell)", status: .configuration))
    }
    return try EnvironmentFile(text: file.bytes, file: name)
}
