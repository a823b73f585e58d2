import Shared

/// The parts of a cloud-config that a machine of the simulator follows: `write_files`,
/// `ssh_authorized_keys` and `runcmd`.
struct CloudConfig {
    private(set) var keys: [String] = []
    /// The steps, as a shell script; whatever is left out says so when it runs.
    private(set) var script = ""

    init(_ text: [UInt8]) {
        let pairs: [YAMLPair]
        do throws(YAMLError) {
            let document = try YAMLDocument(parsing: text, file: "user-data.txt")
            guard case .mapping(let found, _) = document.root?.content ?? .mapping([], .block)
            else {
                report("a cloud-config must be a mapping")
                return
            }
            pairs = found
        } catch {
            report("cloud-config: \(error.explanation.what)")
            return
        }
        // Commands come last, wherever they stand.
        for pair in pairs where pair.key.text != "runcmd" { read(pair) }
        for pair in pairs where pair.key.text == "runcmd" {
            for command in Self.items(pair.value) { run(command) }
        }
    }

    private mutating func read(_ pair: YAMLPair) {
        let name = pair.key.text ?? ""
        switch name {
        case "write_files": for entry in Self.items(pair.value) { write(entry) }
        case "ssh_authorized_keys": keys += Self.items(pair.value).compactMap(\.text)
        case "packages":
            let names = Self.items(pair.value).map { node in
                node.text ?? Self.items(node).compactMap(\.text).joined(separator: "=")
            }
            report("packages are not installed here: \(names.joined(separator: " "))")
        default: report("\(name) of a cloud-config is ignored here")
        }
    }

    private mutating func run(_ command: YAMLNode) {
        switch command.content {
        case .scalar(let line, _) where !command.isNull:
            script += line + "\n"
        case .sequence(let words, _):
            script += words.compactMap(\.text).map(NvidiaSMI.quoted).joined(separator: " ") + "\n"
        default: break
        }
    }

    private mutating func write(_ entry: YAMLNode) {
        guard case .mapping(let pairs, _) = entry.content else { return }
        var fields: [String: String] = [:]
        for pair in pairs { fields[pair.key.text ?? ""] = pair.value.text }
        guard let path = fields["path"], path.hasPrefix("/"), !path.utf8.contains(0) else {
            report("write_files: an entry without a path is left out")
            return
        }
        let encoding = fields["encoding"] ?? ""
        let isPacked = encoding.hasPrefix("gz")
        let content = fields["content"] ?? ""
        let isCoded = encoding.hasSuffix("b64") || encoding.hasSuffix("base64")
        let coded =
            isCoded
            ? String(content.filter { !$0.isWhitespace }) : Base64.encode(Array(content.utf8))
        let place = NvidiaSMI.quoted(path)
        let arrow = ["true", "yes", "on"].contains(fields["append"]?.lowercased()) ? ">>" : ">"
        script += """
            own \(place)
            mkdir -p "$(dirname "$root"\(place))"
            printf %s '\(coded.filter { $0 != "'" })' | base64 -d\(isPacked ? " | gunzip" : "") \
            \(arrow) "$root"\(place)
            chmod \(Self.mode(fields["permissions"])) "$root"\(place)

            """
    }

    private static func mode(_ text: String?) -> String {
        let digits = (text ?? "").drop { $0 == "0" || $0 == "o" }
        let isMode = (1...4).contains(digits.count) && digits.allSatisfy { "01234567".contains($0) }
        return isMode ? String(digits) : "644"
    }

    private mutating func report(_ text: String) {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        script += "echo \(NvidiaSMI.quoted("cloudsim: " + line))\n"
    }

    private static func items(_ node: YAMLNode) -> [YAMLNode] {
        guard case .sequence(let items, _) = node.content else { return [] }
        return items
    }
}
