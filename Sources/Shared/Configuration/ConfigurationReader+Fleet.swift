extension ConfigurationReader {
    /// Where the state lies; `nil` after a mistake.
    mutating func stateFolder(of fleet: FleetName?, _ top: ConfigurationSection) -> String? {
        let path = ValueKind.path(folder: folder, home: home)
        let written = value("state", of: top, path)
        let name = mistakes.file.split(separator: "/").last ?? ""
        paths.add("\(folder)/\(name)", as: .configuration, key: "", at: top.start)
        let state = written ?? fleet.flatMap { standardStateFolder(of: $0, top) }
        if let state, isFitForState(state, of: top) {
            paths.add(
                state, as: .state, key: "state", at: top.values["state"]?.start ?? top.start)
        }
        return state
    }

    /// The folder by the XDG base directory rules: a relative `XDG_STATE_HOME` is ignored.
    private mutating func standardStateFolder(
        of fleet: FleetName, _ top: ConfigurationSection
    ) -> String? {
        guard top.values["state"] == nil else { return nil }
        let base = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let text = "\(base ?? "~/.local/state")/fleetkeeper/\(fleet)"
        do throws(Misfit) {
            return try ValueKind.path(folder: folder, home: home).read(text)
        } catch {
            mistakes.add(
                "state is missing, and its default \(error.what)", at: top.start,
                hint: "add state: with a path written in full")
            return nil
        }
    }

    /// `inventory` and `alerts`: checked, and not kept.
    mutating func checkInventoryAndAlerts(of top: ConfigurationSection) {
        let path = ValueKind.path(folder: folder, home: home)
        use(value("inventory", of: top, path), as: .inventory, "inventory", of: top)
        use(value("alerts", of: top, path), as: .alerts, "alerts", of: top)
    }

    /// `runs`, of which the autoscaler's period is kept.
    mutating func period(of top: ConfigurationSection) -> Duration? {
        let runs =
            section("runs", of: top)
            ?? .absent(path: "runs", pattern: "runs", at: top.start)
        let period = ValueKind.duration(atLeast: .seconds(1))
        _ = value("keepalive", of: runs, period)
        _ = value("lifecycle", of: runs, period)
        return value("autoscaler", of: runs, period)
    }

    /// `ssh`: the key that is named, `VAST_SSH_KEY` first, and who logs in.
    mutating func ssh(of top: ConfigurationSection) -> (key: String?, user: String) {
        let path = ValueKind.sshKeyFile(folder: folder, home: home)
        let section =
            section("ssh", of: top) ?? .absent(path: "ssh", pattern: "ssh", at: top.start)
        let written = value("key", of: section, path)
        use(written, as: .sshKey, "key", of: section)
        let user = value("user", of: section, .machineUser)
        _ = value("parallel", of: section, .wholeNumber(in: 1...256))
        named.sshKey = variable("VAST_SSH_KEY", path) ?? written
        return (named.sshKey, user ?? "root")
    }

    mutating func budget(of top: ConfigurationSection) -> Budget {
        guard let section = section("budget", of: top) else { return Budget() }
        let budget = Budget(
            hourly: value("hourly", of: section, .dollars),
            daily: value("daily", of: section, .dollars),
            monthly: value("monthly", of: section, .dollars), hold: hold(of: section))
        checkLimits(budget, of: section)
        return budget
    }

    /// `budget.hold`; after a mistake there, with its defaults.
    private mutating func hold(of budget: ConfigurationSection) -> HoldLimit {
        guard let section = section("hold", of: budget) else { return HoldLimit() }
        let perMachine = value("per_machine", of: section, .dollarsOrNone)
        let then = value("then", of: section, .afterwards)
        guard let perMachine, let then else { return HoldLimit() }
        return HoldLimit(perMachine: perMachine, then: then)
    }

    /// Notes down what a path is for, to find one that is given to two things.
    mutating func use(
        _ path: String?, as thing: PathUses.Thing, _ key: String, of section: ConfigurationSection
    ) {
        guard let path, let node = section.values[key] else { return }
        paths.add(path, as: thing, key: section.path(of: key), at: node.start)
    }
}
