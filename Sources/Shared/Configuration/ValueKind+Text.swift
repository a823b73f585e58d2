extension ValueKind<FleetName> {
    static var name: Self {
        let noun = "a name of a-z, 0-9 and -"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            if let name = FleetName(text) { return name }
            throw Misfit(
                what: "is \(quoted(text)), not 1 to 32 of a-z, 0-9 and - with no - at an end",
                hint: meantName(text).map { "write \($0)" })
        }
    }
}

extension ValueKind<String> {
    /// One line of text, not empty.
    static func line(_ noun: String) -> Self {
        ValueKind(noun: noun) { (text) throws(Misfit) in
            guard text.contains(where: { !$0.isWhitespace }) else {
                throw Misfit(what: "is empty, not \(noun)")
            }
            guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
            else {
                throw Misfit(
                    what: "holds a line break or another control character",
                    hint: text.contains("\n") ? "write it in one line" : nil)
            }
            return text
        }
    }

    /// A name without white space, such as that of a container image.
    static func word(_ noun: String) -> Self {
        ValueKind(noun: noun) { (text) throws(Misfit) in
            let line = try Self.line(noun).read(text)
            guard !line.contains(where: \.isWhitespace) else {
                throw Misfit(what: "is \(quoted(text)), with white space in \(noun)")
            }
            return line
        }
    }

    /// A script of at most so many characters; it may be empty.
    static func script(atMost most: Int) -> Self {
        ValueKind(noun: "a script", keepsLineEnd: true) { (text) throws(Misfit) in
            let length = text.unicodeScalars.count
            guard length <= most else {
                throw Misfit(
                    what: "has \(length) characters, more than the \(most) that the provider takes",
                    hint: "put the script into the image, or fetch it from there")
            }
            guard !text.unicodeScalars.contains("\0") else {
                throw Misfit(what: "holds a NUL character")
            }
            return text
        }
    }

    /// A path, made absolute: `~` is the home folder, and what does not begin with `/` lies in
    /// the configuration's folder.
    static func path(folder: String, home: String) -> Self {
        let noun = "a path"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let path = try Self.line(noun).read(text)
            // It may hold a secret, so it is not shown.
            guard !path.contains("://") else { throw Misfit(what: "is a URL, not a path") }
            guard !namesVariable(path) else {
                throw Misfit(
                    what: "is \(quoted(path)), and variables are not put in here",
                    hint: "write ~/… for what is in the home folder, or the whole path")
            }
            if path.hasPrefix("/") { return tidied(path) }
            guard path.hasPrefix("~") else { return tidied("\(folder)/\(path)") }
            guard path == "~" || path.hasPrefix("~/") else {
                throw Misfit(
                    what: "is \(quoted(path)), the home of another user",
                    hint: "write the path in full")
            }
            guard home.hasPrefix("/") else {
                throw Misfit(
                    what: "begins with ~, but HOME is not set", hint: "write the path in full")
            }
            return tidied(home + path.dropFirst())
        }
    }

    /// A path like `path`, which is that of an ssh key and never shows one.
    static func sshKeyFile(folder: String, home: String) -> Self {
        let path = path(folder: folder, home: home)
        return ValueKind(noun: path.noun) { (text) throws(Misfit) in
            let isKey =
                ["ssh-", "ecdsa-", "sk-"].contains(where: text.hasPrefix) && text.contains("AAAA")
            guard !isKey, !text.contains("-----BEGIN") else {
                throw Misfit(
                    what: "looks like a key, not the path of its file",
                    hint: "write the path of the private key, such as ~/.ssh/id_ed25519")
            }
            return try path.read(text)
        }
    }

    /// A path like `path`, which never shows a key that was written in its place.
    static func keyFile(folder: String, home: String) -> Self {
        let path = path(folder: folder, home: home)
        return ValueKind(noun: path.noun) { (text) throws(Misfit) in
            let isKey = text.utf8.count >= 32 && text.allSatisfy { $0.isLetter || $0.isNumber }
            guard !isKey else {
                throw Misfit(
                    what: "looks like a key, not the path of a file that holds one",
                    hint: "put the key into a file of mode 0600 and name that file here")
            }
            return try path.read(text)
        }
    }
}

/// Whether a text has `$NAME` or `${`, as a shell would put in.
func namesVariable(_ text: some StringProtocol) -> Bool {
    var isBehindDollar = false
    for scalar in text.unicodeScalars {
        let isName =
            scalar == "{" || scalar == "_" || scalar.isASCII && scalar.properties.isAlphabetic
        if isBehindDollar, isName { return true }
        isBehindDollar = scalar == "$"
    }
    return false
}

/// The path without `.` parts and doubled or closing slashes; `..` stays, as links may be meant.
func tidied(_ path: String) -> String {
    "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
}
