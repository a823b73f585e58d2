extension ConfigurationReader {
    /// Tells a day that may cost more than its month: the limit of the day would never hold.
    ///
    /// An hour may be dearer than the day, for a fleet may be large for less than an hour.
    mutating func checkLimits(_ budget: Budget, of section: ConfigurationSection) {
        guard let daily = budget.daily, let monthly = budget.monthly, daily > monthly else {
            return
        }
        let shown = [daily, monthly].map(\.description)
        mistakes.add(
            "\(section.path(of: "daily")) is \(shown[0]), above \(section.path(of: "monthly")): "
                + shown[1], at: section.values["daily"]?.start ?? section.start,
            hint: "a day cannot cost more than its month: lower the one or raise the other")
    }

    /// Tells a folder of the state that is one where other things lie.
    ///
    /// - Returns: Whether it is fit to be that folder.
    mutating func isFitForState(_ path: String?, of top: ConfigurationSection) -> Bool {
        guard let path, let node = top.values["state"] else { return true }
        let what: String
        switch path {
        case "/": what = "the root of the file system"
        case tidied(folder): what = "the folder of this file"
        case tidied(home) where !home.isEmpty: what = "the home folder itself"
        case ownPath: what = "this file itself"
        default: return true
        }
        mistakes.add(
            "state is \(what)", at: node.start,
            hint: "give it a folder of its own, such as ~/.local/state/fleetkeeper/selfplay")
        return false
    }

    /// Tells a file that has the path of the state's folder, or of the configuration.
    mutating func checkApart(_ path: String?, _ key: String, of section: ConfigurationSection) {
        guard let path, let node = section.values[key] else { return }
        let shown = section.path(of: key)
        if path == stateFolder {
            mistakes.add(
                "\(shown) is the folder of the state", at: node.start,
                hint: "give state: a folder of its own")
        } else if path == ownPath {
            mistakes.add(
                "\(shown) is this file itself", at: node.start,
                hint: "name the file that holds it")
        }
    }

    /// Tells a queue in the folder of the state, where no other program has its files.
    mutating func checkOutside(_ path: String?, _ key: String, of section: ConfigurationSection) {
        checkApart(path, key, of: section)
        guard let path, let stateFolder, let node = section.values[key], stateFolder != "/",
            path.hasPrefix("\(stateFolder)/"), path != ownPath
        else { return }
        mistakes.add(
            "\(section.path(of: key)) lies in the folder of the state", at: node.start,
            hint: "let the program that writes it do so elsewhere: that folder is ours alone")
    }

    /// Where the file lies that is read.
    private var ownPath: String {
        let name = mistakes.file.split(separator: "/").last ?? ""
        return tidied("\(folder)/\(name)")
    }
}
