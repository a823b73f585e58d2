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
        guard purpose == nil, ConfigurationKey.parents(of: name).isEmpty else { return nil }
        return closestName(to: name, among: valid) ?? related
    }

    /// What to do about it.
    var hint: String {
        if name == "<<" { return "merge keys are not used here: write the keys out" }
        if isSecret {
            return
                "keys of providers never stand here: set VAST_API_KEY or VULTR_KEY, or name a file by "
                + "key_file"
        }
        if let purpose { return "\(purpose): leave it out" }
        if let meant { return "did you mean \(meant)?" }
        if let place = Self.place(of: name) { return "\(name) belongs \(place)" }
        if let closest = closestName(to: name, among: ConfigurationKey.all.map { String($0.name) }),
            let place = Self.place(of: closest)
        {
            return "did you mean \(closest)? it belongs \(place)"
        }
        return "\(Self.listing) \(valid.joined(separator: ", "))"
    }

    /// What a key of tools to come is for; `nil` for any other.
    private var purpose: String? {
        toCome.first { $0.name == name && valid.contains($0.sibling) }?.purpose
    }

    /// How messages show the key: in quotes where its ends could not be seen.
    static func shown(_ name: String) -> String {
        let isPlain = name.first.map { !$0.isWhitespace } ?? false
        return isPlain && name.last?.isWhitespace == false ? name.shownInMessages : quoted(name)
    }

    private var isSecret: Bool {
        let plain = name.lowercased()
        return ["api_key", "token", "secret", "password"].contains { plain.hasSuffix($0) }
            || ["key", "apikey", "api-key"].contains(plain)
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

/// Keys of tools that this version does not have, each with a key that is valid beside it: to take
/// them and do nothing would promise what nobody keeps.
private let toCome: [(name: String, sibling: String, purpose: String)] = [
    ("inventory", "fleet", "no tool of this version edits an inventory"),
    ("alerts", "fleet", "no tool of this version sends alerts; cron mails what a run prints"),
    ("keepalive", "autoscaler", "this version has no keepalive"),
    ("lifecycle", "autoscaler", "this version has no lifecycle"),
    ("hold", "hourly", "this version holds no machine for its files"),
    ("workers", "demand", "this version starts no workers on machines; onstart does at first boot"),
    (
        "sync", "demand",
        "this version copies nothing home from machines, so keep on them only what you can lose"
    ),
    ("user", "key", "this version logs in to no machine"),
    ("parallel", "key", "this version logs in to no machine"),
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
]

/// `a`, `a or b`, `a, b or c`.
private func alternatives(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}
