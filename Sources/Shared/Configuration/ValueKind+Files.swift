/// The longest path that is taken, in characters.
private let mostOfPath = 1024

extension ValueKind<String> {
    /// A command line for a machine, of one line.
    static func command(atMost most: Int) -> Self {
        let noun = "a command line"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            guard !text.contains(where: \.isNewline) else {
                throw Misfit(
                    what: "has more than one line",
                    hint: "join them by &&, or call a script that is on the machine")
            }
            let line = try Self.line(noun).read(text)
            let length = line.unicodeScalars.count
            guard length <= most else {
                throw Misfit(
                    what: "has \(length) characters, more than \(most)",
                    hint: "put it into a script on the machine, and call that")
            }
            return line
        }
    }

    /// Somebody's name on a machine.
    static var machineUser: Self {
        let noun = "the name of a user"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            guard SSHRoute(.direct, user: text, host: "a", port: 22) == nil else { return text }
            let name = text.prefix { $0 != "@" }
            let isLogin = name.count < text.count && !name.isEmpty
            let rule = "names are 1 to 32 letters, digits, _ . and -, and begin with no - or ."
            throw Misfit(
                what: "is \(quoted(text)), not \(noun)",
                hint: isLogin
                    ? "write \(name.shownInMessages): each machine has its own host"
                    : text.contains("${") ? nil : rule)
        }
    }

    /// A folder on a machine, without a `/` at its end.
    static var machineFolder: Self {
        machinePath("/root/data", hint: "name the folder: all that is in it comes home")
    }

    /// A file on a machine.
    static var machineFile: Self {
        let hint = "name the database's file"
        let path = machinePath("/root/data/elo.db", hint: hint)
        return ValueKind(noun: path.noun) { (text) throws(Misfit) in
            let file = try path.read(text)
            guard !namesFolder(text) else {
                throw Misfit(what: "is \(quoted(text)), a folder", hint: hint)
            }
            return file
        }
    }

    /// A path as the machine has it, made tidy; names are taken as they are.
    private static func machinePath(_ example: String, hint: String) -> Self {
        let noun = "an absolute path on the machine such as \(example)"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let path = try Self.line(noun).read(text)
            guard path.unicodeScalars.count <= mostOfPath else {
                throw Misfit(what: "is longer than \(mostOfPath) characters")
            }
            guard path.hasPrefix("/") else {
                let meant = path.contains("${") ? nil : meantMachinePath(path)
                throw Misfit(
                    what: "is \(quoted(path)), not \(noun)", hint: meant.map { "write \($0)" })
            }
            let parts = path.split(separator: "/")
            guard !parts.contains("..") else {
                throw Misfit(
                    what: "is \(quoted(path)), with a .. in it",
                    hint: "write \(lexical(path).shownInMessages)")
            }
            guard parts.contains(where: { $0 != "." }) else {
                throw Misfit(
                    what: "is \(path.shownInMessages), the whole machine",
                    hint: hint)
            }
            guard !path.contains("{instance}") else {
                throw Misfit(
                    what: "is \(quoted(path)), and {instance} is for to alone",
                    hint: "write the path as the machine has it")
            }
            guard !path.contains("*") else {
                throw Misfit(
                    what: "is \(quoted(path)), and no * stands for other names here",
                    hint: hint)
            }
            return lexical(path)
        }
    }
}

/// A path from the root for `~/data`, of root's home, `data`, and `root@host:/data`.
private func meantMachinePath(_ path: String) -> String? {
    if path.hasPrefix("~") {
        return path.hasPrefix("~/") ? "/root\(path.dropFirst().shownInMessages)" : nil
    }
    if let colon = path.firstRange(of: ":/") {
        return lexical(String(path[colon.upperBound...])).shownInMessages
    }
    return path.contains(where: { ":\\".contains($0) }) ? nil : "/\(path.shownInMessages)"
}

/// Where a sync set comes home to.
struct SyncDestination {
    /// Absolute, with `{instance}` in it.
    var path: String
    /// Whether every machine has its own.
    var isPerMachine: Bool
    /// Whether it is written as a folder.
    var isFolder: Bool
}

extension ValueKind<SyncDestination> {
    /// A path like others in the file, in which `{instance}` stands for a machine's name.
    static func destination(folder: String, home: String) -> Self {
        let noun = "a path such as data/games/{instance}"
        let path = ValueKind<String>.path(folder: folder, home: home)
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            guard text.unicodeScalars.count <= mostOfPath else {
                throw Misfit(what: "is longer than \(mostOfPath) characters")
            }
            let first = text.prefix { $0 != "/" }
            guard !first.contains(":") else {
                throw Misfit(
                    what: "is \(quoted(text)), which is not on this machine",
                    hint: "copy to a folder here; other programs may take it further")
            }
            if let problem = placeholderProblem(in: text) { throw problem }
            // A part that leads out of the machine's own folder again makes it nobody's.
            let inner = lexical(text.hasPrefix("/") ? text : "/\(text)")
            return SyncDestination(
                path: try path.read(text), isPerMachine: inner.contains("{instance}"),
                isFolder: namesFolder(text))
        }
    }
}

/// Whether a path can be nothing but a folder's.
private func namesFolder(_ path: String) -> Bool {
    let last = path.split(separator: "/", omittingEmptySubsequences: false).last
    return last.map { ["", ".", "..", "~"].contains($0) } ?? true
}

/// What is wrong with the braces of a path, at the first wrong one.
private func placeholderProblem(in text: String) -> Misfit? {
    var rest = Substring(text)
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
        let offset = text[..<brace].unicodeScalars.count
        guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else {
            let what = rest[brace] == "{" ? "a { that is not closed" : "a } that closes nothing"
            return Misfit(
                what: "is \(quoted(text)), with \(what)",
                hint: "write {instance} for the machine's name", offset: offset)
        }
        let name = rest[brace...end]
        let isVariable = text[..<brace].last == "$"
        guard name == "{instance}", !isVariable else {
            let isMeant = closestName(to: String(name.dropFirst().dropLast()), among: meantWords)
            return Misfit(
                what:
                    "holds \(isVariable ? "$" : "")\(name.shownInMessages), which stands for nothing",
                hint: isMeant != nil
                    ? "write {instance} for the machine's name"
                    : "write it out; only {instance} stands for something, the machine's name",
                offset: offset)
        }
        rest = rest[end...].dropFirst()
    }
    return nil
}

/// What people may write for `instance`.
private let meantWords = [
    "instance", "instance_id", "id", "machine", "host", "hostname", "label", "rental", "name",
]

extension ValueKind<HoldLimit.Afterwards> {
    static var afterwards: Self {
        let noun = "keep or destroy"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            if let word = HoldLimit.Afterwards(rawValue: text) { return word }
            let plain = text.lowercased()
            let isEnd = ["delete", "end", "kill", "remove", "retire", "terminate"].contains(plain)
            let meant = closestName(to: plain, among: ["keep", "destroy"])
            throw Misfit(
                what: "is \(quoted(text)), not \(noun)",
                hint: (isEnd ? "destroy" : meant).map { "write \($0)" })
        }
    }
}
