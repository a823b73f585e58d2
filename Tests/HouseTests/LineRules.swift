/// The words below are put together from halves, so that this file does not break its own rules.
private func word(_ halves: String...) -> String { halves.joined() }

/// Whether a line holds a text, the letter before and after it not being part of a word.
@Sendable private func holds(_ line: Substring, word: String) -> Bool {
    var rest = line
    while let found = rest.firstRange(of: word) {
        let before =
            found.lowerBound == line.startIndex
            ? nil : line[line.index(before: found.lowerBound)]
        let after = found.upperBound == line.endIndex ? nil : line[found.upperBound]
        if !isPartOfWord(before), !isPartOfWord(after) { return true }
        rest = line[found.upperBound...]
    }
    return false
}

@Sendable private func isPartOfWord(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
}

private func forbidden(
    _ text: String, in folder: String = "Sources/", because why: String,
    except: Set<String> = [], bad: String? = nil, good: [String] = []
) -> LineRule {
    LineRule(
        name: text, why: why, folder: folder, except: except, ending: ".swift",
        isBroken: { $0.contains(text) }, badLine: bad ?? "    \(text)", goodLines: good)
}

let lineRules: [LineRule] =
    [
        LineRule(
            name: "import Foundation",
            why: "shipped tools use FoundationEssentials: Foundation makes them four times larger",
            folder: "Sources/", except: ["Sources/CloudSim/"], ending: ".swift",
            isBroken: {
                $0.contains("import")
                    && ["Foundation", "FoundationNetworking", "FoundationInternationalization"]
                        .contains($0.split(separator: " ").last)
            },
            badLine: "internal import Foundation",
            goodLines: ["import FoundationEssentials", "// no Foundation"]),
        forbidden(
            word("try", "!"), because: "throw or handle; a tool never crashes",
            bad: word("let a = try", "! b()"), good: ["let a = try? b()", "let a = try b()"]),
        forbidden(word("as", "! "), because: "a wrong guess crashes the tool"),
        forbidden(
            word("@unchecked", " Sendable"), because: "the compiler's check is what we rely on"),
        forbidden(
            word("nonisolated", "(unsafe)"), because: "the compiler's check is what we rely on",
            // libcurl's handle: a pointer that its own thread owns and others may only wake.
            except: ["Sources/Shared/HTTP/CurlInbox.swift"]),
        forbidden(
            word("fatal", "Error("), because: "a tool ends with an error that says what to do"),
        forbidden(word("precondition", "Failure("), because: "as for a fatal error"),
    ]
    + [word("TO", "DO"), word("FIX", "ME"), word("XX", "X"), word("HA", "CK")].map { mark in
        LineRule(
            name: mark, why: "finish it, or leave it out", folder: "",
            isBroken: { holds($0, word: mark) }, badLine: "// \(mark): later",
            goodLines: ["mktemp folder.\(mark)\(mark)"])
    }
    + [
        LineRule(
            name: "host keys unchecked", why: "nothing turns host-key checking off (promise S2)",
            folder: "",
            isBroken: {
                let line = $0.lowercased()
                return ["=no", " no", "=off", " off"].contains {
                    line.contains(word("stricthostkey", "checking") + $0)
                }
            },
            badLine: word("ssh -o StrictHostKey", "Checking=no host"),
            goodLines: [word("ssh -o StrictHostKey", "Checking=yes host")]),
        LineRule(
            name: "a path of one machine", why: "it leads nowhere elsewhere", folder: "",
            isBroken: { line in
                [word("/wo", "rk/"), word("/ro", "ot/")].contains { folder in
                    line.ranges(of: folder).contains { found in
                        // The fleet's own machines have such folders: their paths are examples.
                        !line[found.lowerBound...].hasPrefix(word("/ro", "ot/data"))
                            && (found.lowerBound == line.startIndex
                                || !isPartOfPath(line[line.index(before: found.lowerBound)]))
                    }
                }
            },
            badLine: word("cp /wo", "rk/project/file ."),
            goodLines: [
                word("from: /ro", "ot/data/games/"), "/workspace/x", "$HOME/work/x", "~/root/x",
            ]),
    ]

@Sendable private func isPartOfPath(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "._~-}".contains(character)
}
