/// Something that no line of some files may hold, and why.
struct LineRule: CustomStringConvertible, Sendable {
    var name: String
    var why: String
    /// Where it holds, by the beginning of the path.
    var folder: String
    /// Files that it does not hold for, with good reason.
    var except: Set<String> = []
    /// Whether it holds for this file, beyond its folder.
    var ending = ""
    /// Whether a line breaks it.
    var isBroken: @Sendable (Substring) -> Bool
    /// A line that breaks it, so that a test can tell that the rule works.
    var badLine: String
    /// Lines that look similar and are good.
    var goodLines: [String] = []

    var description: String { name }

    /// Every place where the rule is broken, as `path:line: name: why`.
    func violations(in files: [TextFile]) -> [String] {
        files.filter(appliesTo).flatMap { file in
            file.lines.enumerated().filter { isBroken($0.element) }.map {
                "\(file.path):\($0.offset + 1): \(name): \(why)"
            }
        }
    }

    private func appliesTo(_ file: TextFile) -> Bool {
        file.path.hasPrefix(folder) && file.path.hasSuffix(ending)
            && !except.contains { file.path.hasPrefix($0) }
    }
}
