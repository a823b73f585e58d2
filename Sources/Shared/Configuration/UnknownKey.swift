/// A key that is none where it stands, and what its writer probably meant.
struct UnknownKey {
    let name: String
    /// The keys that are valid there, in the order of the table.
    let valid: [String]

    /// How the hint begins that lists all keys.
    static let listing = "the keys here are"

    /// The valid key that was most likely meant; `nil` when none is like it.
    var meant: String? {
        if let own = others[name.lowercased()]?.first(where: { valid.contains($0) }) { return own }
        guard ConfigurationKey.parents(of: name).isEmpty else { return nil }
        return closestName(to: name, among: valid) ?? related
    }

    /// What to do about it.
    var hint: String {
        if name == "<<" { return "merge keys are not used here: write the keys out" }
        if let program = queues[name.lowercased()], valid.contains("command") {
            return "ask it by a command line, such as command: \(program)"
        }
        if isSecret, !valid.contains("password") {
            return
                "keys of providers never stand here: set VAST_API_KEY or VULTR_KEY, or name a file by "
                + "key_file"
        }
        if let meant { return "did you mean \(meant)?" }
        if let place = Self.place(of: name) { return "\(name) belongs \(place)" }
        if let elsewhere, let place = Self.place(of: elsewhere) {
            return "did you mean \(elsewhere)? it belongs \(place)"
        }
        return "\(Self.listing) \(valid.joined(separator: ", "))"
    }

    /// How messages show the key: in quotes where its ends could not be seen.
    static func shown(_ name: String) -> String {
        let isPlain = name.first.map { !$0.isWhitespace } ?? false
        return isPlain && name.last?.isWhitespace == false ? name.shownInMessages : quoted(name)
    }

    private var isSecret: Bool {
        let plain = name.lowercased()
        return ["api_key", "token", "secret", "password"].contains { plain.hasSuffix($0) }
            || ["apikey", "api-key"].contains(plain)
            || plain == "key" && (valid.contains("key_file") || valid.contains("vast"))
    }

    /// A key of another place that was likely meant: as long a word, so that it is no chance.
    private var elsewhere: String? {
        let names = ConfigurationKey.all.map { String($0.name) }.filter { $0.utf8.count > 4 }
        let plain = name.lowercased()
        guard plain.utf8.count <= 40 else { return nil }
        return closestName(to: name, among: names)
            ?? names.first { plain.hasPrefix($0 + "_") || plain.hasSuffix("_" + $0) }
    }

    /// A valid key with more or fewer words, or more or fewer letters at its end.
    private var related: String? {
        let plain = name.lowercased()
        guard (3...40).contains(plain.utf8.count) else { return nil }
        return valid.first { key in
            let start = zip(plain.utf8, key.utf8).prefix { $0 == $1 }.count
            return plain.hasPrefix(key + "_") || plain.hasPrefix(key) && key.utf8.count > 2
                || plain.hasPrefix(key + ".")
                || key.hasPrefix(plain) || key.hasSuffix("_" + plain) || start >= 5
        }
    }

    private static func place(of name: String) -> String? {
        let parents = ConfigurationKey.parents(of: name)
        guard !parents.isEmpty else { return nil }
        guard parents != [""] else { return "at the top level of the file" }
        let places = parents.map { $0.isEmpty ? "the top level of the file" : $0 }
        return "directly under " + alternatives(places)
    }
}

/// Queues that are no files, URLs or databases of SQLite, and how each tells its length.
private let queues = [
    "redis": "redis-cli llen jobs", "valkey": "valkey-cli llen jobs",
    "postgres": "psql -Atc 'SELECT count(*) FROM jobs'",
    "postgresql": "psql -Atc 'SELECT count(*) FROM jobs'",
    "mysql": "mysql -Ne 'SELECT count(*) FROM jobs'", "rabbitmq": "rabbitmqctl -q list_queues",
    "slurm": "squeue -h -t pending | wc -l",
    "prometheus": "my-queue-length", "kafka": "my-queue-length", "sqs": "my-queue-length",
]

/// What people call keys in other programs.
private let others: [String: [String]] = [
    "cmd": ["command"], "exec": ["command"], "shell": ["command"],
    "script": ["onstart", "command"],
    "url": ["http"], "urls": ["http"], "uri": ["http"], "endpoint": ["http"], "https": ["http"],
    "start_script": ["onstart"], "startup_script": ["onstart"], "user_data": ["onstart"],
    "model": ["name"], "type": ["name"], "gpu": ["gpus", "name"], "gpu_name": ["name", "gpus"],
    "sql": ["query"], "statement": ["query"], "db": ["path"], "database": ["path", "sqlite"],
    "time": ["at"], "times": ["at"], "hours": ["at"], "window": ["at"], "windows": ["schedule"],
    "tz": ["timezone"], "time_zone": ["timezone"], "region": ["regions"], "fallback": ["http"],
    "docker_image": ["image"], "container": ["image"], "disk_size": ["disk"], "disk_gb": ["disk"],
    "interval": ["autoscaler"], "period": ["autoscaler"], "queue": ["demand"],
    "min_instances": ["min"], "max_instances": ["max"], "price": ["max_price"],
    "max_dph": ["max_price"], "num_gpus": ["count"], "gpu_count": ["count"],
    "username": ["user"], "login": ["user"], "concurrency": ["parallel"], "forks": ["parallel"],
    "hosts": ["inventory"], "hooks": ["alerts"], "notify": ["alerts"], "notifications": ["alerts"],
    "token": ["password"], "pass": ["password"], "secret": ["password"], "host": ["server"],
    "worker": ["workers"], "rsync": ["sync"], "copy": ["sync"], "download": ["sync"],
    "files": ["sync"], "src": ["from"], "source": ["from"], "remote": ["from"], "dest": ["to"],
    "dst": ["to"], "destination": ["to"], "target": ["to"], "local": ["to"],
    "max": ["per_machine"], "afterwards": ["then"],
]

/// `a`, `a or b`, `a, b or c`.
private func alternatives(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}
