extension ConfigurationReader {
    /// `env` and `registry` of a group; `image` is what its machines run at Vast.
    mutating func setup(
        of group: ConfigurationSection, image: String?, onstart: String
    ) -> MachineSetup {
        let env = env(of: group)
        if rentsAtVultr, !env.isEmpty, vultrUserData(onstart, env) == nil {
            mistakes.add(
                "\(group.path(of: "env")) cannot reach an onstart that is no shell script",
                at: group.keyMarks["env"] ?? group.start,
                hint: "begin onstart with #!/bin/bash, or write the variables into it")
        }
        let registry =
            group.values["registry"] == nil ? ownRegistry(of: image) : registry(of: group)
        return MachineSetup(env: env, registry: registry)
    }

    /// `env`: names of the user's choice, values with `${VARIABLE}` in them.
    ///
    /// No message shows any part of a value, for it may be a secret.
    private mutating func env(of group: ConfigurationSection) -> [MachineVariable] {
        guard let node = group.values["env"] else { return [] }
        let path = group.path(of: "env")
        if case .alias = node.content { return [] }
        guard case .mapping(let pairs, _) = node.content else {
            mistakes.add(
                "\(path) is no mapping of names to values", at: node.start,
                hint: "write env: { MODE: train, TOKEN: \"${QUEUE_TOKEN}\" }")
            return []
        }
        guard pairs.count <= 256 else {
            mistakes.add("\(path) has \(pairs.count) variables, more than 256", at: node.start)
            return []
        }
        var env: [MachineVariable] = []
        for pair in pairs {
            guard let name = variableName(pair.key, path: path) else { continue }
            guard !env.contains(where: { $0.name == name }) else {
                mistakes.add(
                    "\(path).\(name) is given twice", at: pair.key.start,
                    hint: "keep one of the two")
                continue
            }
            if let value = machineValue(name, pair.value, path: "\(path).\(name)") {
                env.append(MachineVariable(name: name, value: value))
            }
        }
        let length = env.reduce(0) {
            $0 + $1.name.unicodeScalars.count + $1.value.unicodeScalars.count
        }
        if length > 32_768 {
            mistakes.add(
                "\(path) has \(length) characters, more than the 32768 that the provider takes",
                at: node.start)
        }
        return env
    }

    private mutating func variableName(_ node: YAMLNode, path: String) -> String? {
        if case .alias = node.content { return nil }
        guard let name = node.text, name.utf8.count <= 128, isVariableName(name) else {
            mistakes.add(
                "\(path) holds \(node.described), a name that no variable has", at: node.start,
                hint: "names are letters, digits and _, and begin with no digit")
            return nil
        }
        guard !providerKeys.contains(name) else {
            mistakes.add(
                "\(path).\(name) would be a provider's key on a rented machine", at: node.start,
                hint: "leave it out: the key of an account goes nowhere but to its provider")
            return nil
        }
        return name
    }

    private mutating func machineValue(
        _ name: String, _ node: YAMLNode, path: String
    ) -> String? {
        if case .alias = node.content { return nil }
        guard let text = node.line, !node.isNull else {
            tellNoText(node, path: path)
            return nil
        }
        guard let value = resolved(text, node, path: path) else { return nil }
        guard value.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            mistakes.add(
                "\(path) holds a line break or another control character", at: node.start,
                hint: "write it in base64, and decode it in onstart")
            return nil
        }
        let length = value.unicodeScalars.count
        guard length <= 256 else {
            mistakes.add(
                "\(path) has \(length) characters, more than the 256 that the provider takes",
                at: node.start)
            return nil
        }
        return value
    }

    /// A text with its variables put in, none of them a provider's key (promise S1); `nil` after a
    /// mistake.
    ///
    /// Where variables are not looked for, those that are not set are empty.
    private mutating func resolved(_ text: String, _ node: YAMLNode, path: String) -> String? {
        guard let parts = template(text, node, path: path) else { return nil }
        let template = QueueHeader(name: "", value: parts)
        let hint = "give the machines a token of their own"
        guard
            template.variables.map({ isUsable($0, node, path: path, hint: hint) })
                .allSatisfy({ $0 })
        else { return nil }
        guard !holdsProviderKey(template) else {
            mistakes.add(
                "\(path) holds a provider's key, which goes nowhere but to its provider",
                at: node.start, hint: hint)
            return nil
        }
        return template.resolved(in: environment) ?? ""
    }

    // MARK: - The registry

    private mutating func registry(of group: ConfigurationSection) -> RegistryLogin? {
        guard let section = section("registry", of: group) else { return nil }
        let server = value("server", of: section, .registryServer)
        let user = value("user", of: section, .registryUser)
        let password = password(of: section)
        guard let server, let user, let password, !password.isEmpty else { return nil }
        return RegistryLogin(server: server, user: user, password: password)
    }

    /// A password that stands in a variable: what stands in the file is kept in the state too.
    private mutating func password(of section: ConfigurationSection) -> String? {
        guard let node = section.values["password"] else {
            tellMissing("password", of: section)
            return nil
        }
        let path = section.path(of: "password")
        if case .alias = node.content { return nil }
        guard let text = node.line, !node.isNull else {
            mistakes.add("\(path) is \(node.described), not ${NAME}", at: node.start)
            return nil
        }
        guard let parts = parts(of: text), parts.count == 1, case .variable = parts[0] else {
            let given = parts(of: text) ?? []
            let isMixed = given.contains { $0 != .text(text) }
            let isSeveral =
                given.count > 1
                && given.allSatisfy {
                    if case .variable = $0 { true } else { false }
                }
            let what =
                isSeveral
                ? "is more than one ${NAME}"
                : isMixed
                    ? "is more than a ${NAME}"
                    : "is written out, and a secret never stands in the file"
            mistakes.add(
                "\(path) \(what)", at: node.start,
                hint: isMixed
                    ? "put the whole password into one variable: password: \"${GHCR_TOKEN}\""
                    : "put it into a variable, or into .env, and write password: \"${GHCR_TOKEN}\"")
            return nil
        }
        guard let password = resolved(text, node, path: path) else { return nil }
        guard password.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            mistakes.add(
                "\(path) holds white space or a character that is not ASCII", at: node.start)
            return nil
        }
        return password
    }

    /// The login of the original tools: `GHCR_TOKEN` for an image of GitHub's registry, whose owner
    /// stands for the user, as the registry looks at the token alone.
    private mutating func ownRegistry(of image: String?) -> RegistryLogin? {
        let parts = (image ?? "").split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0] == "ghcr.io",
            let user = try? ValueKind.registryUser.read(String(parts[1])),
            let token = variable("GHCR_TOKEN", .registryToken)
        else { return nil }
        guard !holdsProviderKey(QueueHeader(name: "", value: [.text(token)])) else {
            mistakes.add(
                "GHCR_TOKEN holds a provider's key, which goes nowhere but to its provider",
                variable: "GHCR_TOKEN", hint: "put a token of the registry there")
            return nil
        }
        return RegistryLogin(server: "ghcr.io", user: user, password: token)
    }
}

private func isVariableName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return name.utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x5F }
}

extension ValueKind<String> {
    fileprivate static var registryServer: Self {
        let host = part("the host of a registry such as ghcr.io", more: ".:_-")
        return ValueKind(noun: host.noun) { (text) throws(Misfit) in
            let scheme = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }
            let rest = text.dropFirst(scheme?.count ?? 0)
            let name = rest.prefix { $0 != "/" }
            guard name.count == text.count else {
                let isHost = (try? host.read(String(name))) != nil
                throw Misfit(
                    what: "is \(quoted(text)), not \(host.noun)",
                    hint: isHost ? "write \(name.shownInMessages)" : nil)
            }
            return try host.read(text)
        }
    }

    fileprivate static var registryUser: Self { part("the name of a user", more: ".@+$_-") }

    /// One of the parts that Vast takes with spaces between them.
    private static func part(_ noun: String, more: String) -> Self {
        ValueKind(noun: noun) { (text) throws(Misfit) in
            let isPart =
                (1...256).contains(text.utf8.count) && !text.hasPrefix("-")
                && text.utf8.allSatisfy { isAlphanumeric($0) || more.utf8.contains($0) }
            guard isPart else { throw Misfit(what: "is \(quoted(text)), not \(noun)") }
            return text
        }
    }

    /// Never shown.
    fileprivate static var registryToken: Self {
        ValueKind(noun: "a token") { (text) throws(Misfit) in
            guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw Misfit(what: "holds white space or a character that is not ASCII")
            }
            return text
        }
    }
}
