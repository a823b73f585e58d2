/// A configuration file that was found, read and accepted.
package struct ConfigurationFile: Equatable, Sendable {
    /// The file as messages show it: as it was asked for, or where it was found.
    package var shown: String
    /// Its bytes, which each run that passed its checks keeps in the state.
    package var text: [UInt8]
    package var configuration: FleetConfiguration
    /// What is legal in it and worth knowing, in the order of the file.
    package var notes: [ConfigurationNote]
    /// The process's environment, with what the `.env` beside the file adds.
    package var environment: [String: String]
    /// Where the variables stand that come from the `.env`: `.env:3:12`.
    package var places: [String: String]

    /// The largest file that is read.
    package static let mostBytes = YAMLLimits().bytes

    /// Where a configuration is looked for when none is named, in this order.
    package static func candidates(home: String, environment: [String: String]) -> [String] {
        let base = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let inHome = home.hasPrefix("/") ? "\(home)/.config" : nil
        let personal = (base ?? inHome).map { ["\($0)/fleetkeeper/fleet.yaml"] } ?? []
        return ["config/fleet.yaml"] + personal
    }

    /// Finds, reads and checks the configuration.
    ///
    /// `path` is what `--config` says; without it the first of the `candidates` that exists is
    /// taken. Relative paths are meant from `workingFolder`, which is absolute.
    /// - Throws: why there is no configuration, or every mistake in it; all with status 78.
    package init(
        at path: String?, home: String, environment: [String: String], workingFolder: String
    ) throws(ConfigurationErrors) {
        let candidates =
            path.map { [$0] } ?? Self.candidates(home: home, environment: environment)
        if path == "" {
            throw ConfigurationErrors(
                Explanation(
                    what: "the path of --config is empty", hint: "name the file: --config PATH",
                    status: .configuration))
        }
        for candidate in candidates {
            let absolute = candidate.hasPrefix("/") ? candidate : "\(workingFolder)/\(candidate)"
            let file: SmallFile
            do throws(SmallFile.Failure) {
                file = try SmallFile(path: absolute, limit: Self.mostBytes)
            } catch .missing {
                continue
            } catch {
                throw refusal(error, of: candidate.visible)
            }
            shown = candidate
            text = file.bytes
            let folder = "/" + absolute.split(separator: "/").dropLast().joined(separator: "/")
            let read = try checked(
                text, candidate.visible, in: folder, home: home, environment)
            (configuration, notes) = (read.configuration, read.notes)
            (self.environment, places) = (read.environment, read.places)
            return
        }
        throw missing(candidates, isNamed: path != nil)
    }
}

/// Reads the `.env` and the file; what is wrong with either, and with the files that are named, is
/// told at once.
private func checked(
    _ text: [UInt8], _ file: String, in folder: String, home: String,
    _ own: [String: String]
) throws(ConfigurationErrors) -> (
    configuration: FleetConfiguration, notes: [ConfigurationNote], environment: [String: String],
    places: [String: String]
) {
    let name = file.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    var variables = own
    var places: [String: String] = [:]
    var problems: [Explanation] = []
    do throws(ConfigurationErrors) {
        if let added = try environmentFile(in: folder, shown: String(file.dropLast(name.count))) {
            variables = added.values.merging(own) { _, own in own }
            places = added.places.filter { own[$0.key] == nil }
        }
    } catch {
        problems = error.mistakes
    }
    let reading = ConfigurationReading(
        text: text, file: file, folder: folder, home: home, environment: variables, places: places,
        requiresVariables: problems.isEmpty)
    if let errors = reading.errors {
        let more = troubles(of: reading.named, home: home, variables, places)
        throw errors.adding(problems + more)
    }
    guard problems.isEmpty, let configuration = reading.configuration else {
        let nothing = Explanation(what: "it names no fleet", place: file, status: .configuration)
        throw ConfigurationErrors(problems.first ?? nothing, Array(problems.dropFirst()))
    }
    return (configuration, reading.notes, variables, places)
}

/// What else is wrong beside a broken configuration: a clock, an ssh key or a key file.
///
/// A key that is nowhere is not among it: it is no mistake of the configuration.
private func troubles(
    of named: NamedFiles, home: String, _ environment: [String: String], _ places: [String: String]
) -> [Explanation] {
    var troubles: [any Explained] = []
    do throws(ClockError) {
        _ = try WallClock.ofEnvironment(environment, onlyLoopback: true)
    } catch {
        troubles.append(error)
    }
    if named.sshKey != nil {
        do throws(SSHKeyFileError) {
            _ = try SSHKeyFile.find(at: named.sshKey, home: home)
        } catch {
            troubles.append(error)
        }
    }
    for (provider, path) in named.keyFiles.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        guard let path else { continue }
        do throws(CredentialsError) {
            _ =
                switch provider {
                case .vast:
                    try Credentials.vast(keyFile: path, home: home, environment: environment)
                case .vultr:
                    try Credentials.vultr(keyFile: path, environment: environment)
                }
        } catch {
            troubles.append(error)
        }
    }
    return troubles.map { $0.explanation.placed(by: places) }
}

extension Explanation {
    /// The explanation with the place in a `.env` of the variable that it names.
    package func placed(by places: [String: String]) -> Explanation {
        guard let place, place.hasPrefix("environment "),
            let own = places[String(place.dropFirst("environment ".count))]
        else { return self }
        var placed = self
        placed.what = "\(place.dropFirst("environment ".count)): \(what)"
        placed.place = own
        return placed
    }
}

private func refusal(_ failure: SmallFile.Failure, of file: String) -> ConfigurationErrors {
    let what =
        switch failure {
        case .tooLarge: "is larger than \(ConfigurationFile.mostBytes) bytes"
        default: failure.words
        }
    let hint: String? =
        switch failure {
        case .folder: "name the file: --config \(file.hasSuffix("/") ? file : file + "/")fleet.yaml"
        default: nil
        }
    return ConfigurationErrors(
        Explanation(
            what: "the configuration \(what)", place: file, hint: hint, status: .configuration))
}

private func missing(_ candidates: [String], isNamed: Bool) -> ConfigurationErrors {
    let hint = "copy the example config/fleet.yaml, edit it, and name it: --config PATH"
    guard isNamed, let file = candidates.first else {
        return ConfigurationErrors(
            Explanation(
                what: "there is no configuration; looked for \(candidates.joined(separator: ", "))",
                hint: hint, status: .configuration))
    }
    let isHome = file.hasPrefix("~")
    return ConfigurationErrors(
        Explanation(
            what: "the configuration does not exist", place: file.visible,
            hint: isHome
                ? "a shell puts the home folder in behind a space only: --config \(file.visible)"
                : hint, status: .configuration))
}
