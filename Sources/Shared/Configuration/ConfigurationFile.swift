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
        for candidate in candidates {
            let absolute = candidate.hasPrefix("/") ? candidate : "\(workingFolder)/\(candidate)"
            let file: SmallFile
            do throws(SmallFile.Failure) {
                file = try SmallFile(path: absolute, limit: Self.mostBytes)
            } catch .missing {
                continue
            } catch {
                throw refusal(error, of: candidate)
            }
            shown = candidate
            text = file.bytes
            let folder = "/" + absolute.split(separator: "/").dropLast().joined(separator: "/")
            (configuration, notes, self.environment) = try checked(
                text, candidate, in: folder, home: home, environment)
            return
        }
        throw missing(candidates, isNamed: path != nil)
    }
}

/// Reads the `.env` and the file; what is wrong with either is told at once.
private func checked(
    _ text: [UInt8], _ file: String, in folder: String, home: String,
    _ own: [String: String]
) throws(ConfigurationErrors) -> (FleetConfiguration, [ConfigurationNote], [String: String]) {
    let name = file.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    var variables = own
    var problem: ConfigurationErrors?
    do throws(ConfigurationErrors) {
        variables = try environment(
            own, withFileIn: folder, shown: String(file.dropLast(name.count)))
    } catch {
        problem = error
    }
    do throws(ConfigurationErrors) {
        let (configuration, notes) = try readConfigurationAndNotes(
            text: text, file: file, folder: folder, home: home, environment: variables)
        if let problem { throw problem }
        return (configuration, notes, variables)
    } catch {
        guard let problem, problem != error else { throw error }
        throw ConfigurationErrors(error.mistakes[0], error.mistakes.dropFirst() + problem.mistakes)
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
    return ConfigurationErrors(
        Explanation(
            what: "the configuration does not exist", place: file, hint: hint,
            status: .configuration))
}
