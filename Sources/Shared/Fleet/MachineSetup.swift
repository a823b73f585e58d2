/// What a group's machines get beside their image and script: variables, and a way to its registry.
///
/// It may hold secrets of the user (never a provider's key), so whatever prints it shows none.
package struct MachineSetup: Equatable, Sendable {
    /// In the order of the file, names unique; empty for none.
    package var env: [MachineVariable]
    /// `nil` pulls the image without a login.
    package var registry: RegistryLogin?

    package init(env: [MachineVariable] = [], registry: RegistryLogin? = nil) {
        self.env = env
        self.registry = registry
    }

    /// Whether any part of it holds this text.
    func holds(_ text: String) -> Bool {
        env.contains { $0.value.contains(text) } || registry?.password.contains(text) ?? false
    }

    /// A stranger's text without the password and the values in it; values of less than 8
    /// characters are no secrets.
    func struckOut(of text: String) -> String {
        let values = env.map(\.value).filter { $0.utf8.count >= 8 }
        let secrets = values + [registry?.password].compactMap(\.self)
        return secrets.sorted { $0.utf8.count > $1.utf8.count }
            .reduce(text) { $0.replacing($1, with: "<redacted>") }
    }
}

/// One variable of a machine's environment.
package struct MachineVariable: Equatable, Sendable {
    /// Letters, digits and `_`, no digit first.
    package var name: String
    /// One line of at most 256 characters; may be empty.
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// How to log in to a registry of container images.
package struct RegistryLogin: Equatable, Sendable {
    /// The registry's host: `ghcr.io`.
    package var server: String
    package var user: String
    /// Not empty and without white space.
    package var password: String

    package init(server: String, user: String, password: String) {
        self.server = server
        self.user = user
        self.password = password
    }
}

extension MachineVariable: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(name)=<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

extension RegistryLogin: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(user):<redacted>@\(server)" }
    package var customMirror: Mirror {
        Mirror(self, children: ["server": server, "user": user])
    }
}
