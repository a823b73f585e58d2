/// Reads what `fleet.yaml` and the environment say, or tells everything that is wrong with it.
///
/// It opens no file but that of the fleet's time zone, in `TZDIR` or where the system has it. `file`
/// is the name that messages show, `folder` the absolute folder that relative paths in the file are
/// meant from, `home` the home folder (empty when unknown). With `lostZoneIsUTC` a zone that cannot
/// be read is no mistake: for a run that only protects.
/// The environment is that of the original tools: `VAST_URL`, `VAST_DEFAULT_IMAGE` or
/// `VAST_IMAGE`, `VAST_DISK`, `VAST_MAX_PRICE`, `VAST_QUERY`, `VULTR_API_URL`, `VAST_AUTOSCALE_MIN` and
/// `VAST_AUTOSCALE_MAX` win over the file; `XDG_STATE_HOME` moves the default of `state`.
/// `GHCR_TOKEN` is the login of groups with an image of `ghcr.io` and none of their own.
/// The variables that headers of a queue and the machines' `env` and `registry` name must be set, unless `requiresVariables` says not to
/// look.
/// - Throws: every mistake of the file and the environment at once; a text that is no YAML at
///   all throws the first thing that is wrong with it.
package func readConfiguration(
    text: [UInt8], file: String, folder: String, home: String, environment: [String: String],
    requiresVariables: Bool = true, lostZoneIsUTC: Bool = false
) throws(ConfigurationErrors) -> FleetConfiguration {
    try readConfigurationAndNotes(
        text: text, file: file, folder: folder, home: home, environment: environment,
        requiresVariables: requiresVariables, lostZoneIsUTC: lostZoneIsUTC
    ).configuration
}

/// Reads as `readConfiguration` does, and gives what the writer should know besides: in the order
/// of the file, empty for nothing.
/// - Throws: what `readConfiguration` throws.
package func readConfigurationAndNotes(
    text: [UInt8], file: String, folder: String, home: String, environment: [String: String],
    requiresVariables: Bool = true, lostZoneIsUTC: Bool = false
) throws(ConfigurationErrors) -> (configuration: FleetConfiguration, notes: [ConfigurationNote]) {
    let reading = ConfigurationReading(
        text: text, file: file, folder: folder, home: home, environment: environment,
        requiresVariables: requiresVariables, lostZoneIsUTC: lostZoneIsUTC)
    if let errors = reading.errors { throw errors }
    guard let configuration = reading.configuration else {
        throw ConfigurationErrors(
            Explanation(what: "it names no fleet", place: file, status: .configuration))
    }
    return (configuration, reading.notes)
}

/// What came of reading a file: a configuration, or mistakes, and the files that it names.
struct ConfigurationReading {
    private(set) var configuration: FleetConfiguration?
    private(set) var errors: ConfigurationErrors?
    private(set) var notes: [ConfigurationNote] = []
    private(set) var named = NamedFiles()

    /// `places` says of variables that come from a file where they stand in it.
    init(
        text: [UInt8], file: String, folder: String, home: String, environment: [String: String],
        places: [String: String] = [:], requiresVariables: Bool = true, lostZoneIsUTC: Bool = false
    ) {
        let document: YAMLDocument
        do throws(YAMLError) {
            document = try YAMLDocument(parsing: text, file: file, duplicateKeys: .kept)
        } catch {
            var explanation = error.explanation
            explanation.what = explanation.what.keysHidden
            errors = ConfigurationErrors(explanation)
            return
        }
        var reader = ConfigurationReader(
            folder: folder, home: home, environment: environment,
            requiresVariables: requiresVariables, lostZoneIsUTC: lostZoneIsUTC,
            mistakes: ConfigurationMistakes(file: file, places: places))
        configuration = reader.configuration(from: document)
        errors = reader.mistakes.errors
        notes = reader.notes.sorted
        named = reader.named
    }
}

/// The files that a configuration names beside its queues.
struct NamedFiles {
    var sshKey: String?
    /// Of each provider that is configured; `nil` in it where none is named.
    var keyFiles: [ProviderName: String?] = [:]
}

/// One reading: after a mistake it goes on with what is right, to find the others too.
struct ConfigurationReader {
    let folder: String
    let home: String
    let environment: [String: String]
    /// Whether a variable that a header names must be set.
    let requiresVariables: Bool
    var lostZoneIsUTC = false
    var mistakes: ConfigurationMistakes
    var notes = ConfigurationNotes()
    /// The paths that the file names, none of which may be two things.
    var paths = PathUses()
    /// Where files come home to, none of which may be in another's way.
    var destinations = SyncDestinations()
    /// The budget of an hour; `nil` for none.
    var hourlyLimit: Dollars?
    /// The zone that the groups' windows go by.
    var zone = TimeZoneRules.utc
    /// What groups without an image run at Vast; `nil` where nothing is rented there.
    var vastImage: String?
    var rentsAtVultr = false
    var named = NamedFiles()

    /// `nil` only after a mistake.
    fileprivate mutating func configuration(from document: YAMLDocument) -> FleetConfiguration? {
        guard let top = wholeFile(document.root) else { return nil }
        let fleet = value("fleet", of: top, .name)
        let state = stateFolder(of: fleet, top)
        checkInventoryAndAlerts(of: top)
        let period = period(of: top)
        let doubt = value("doubt_grace", of: top, .duration(atLeast: .seconds(60)))
        let boot = value("boot_deadline", of: top, .duration(atLeast: .seconds(1)))
        let budget = budget(of: top)
        hourlyLimit = budget.hourly
        let (vast, vultr) = providers(of: top)
        (vastImage, rentsAtVultr) = (vast?.image, vultr != nil)
        let ssh = ssh(of: top)
        zone = timeZone(of: top)
        let groups = groups(of: top)
        mistakes.add(paths.clashes)
        mistakes.add(destinations.clashes(with: paths.uses))
        guard let fleet, let period, let doubt, let boot, let state else { return nil }
        return FleetConfiguration(
            fleet: fleet, stateFolder: state, autoscalerPeriod: period, doubtGrace: doubt,
            bootDeadline: boot, vast: vast, vultr: vultr, sshKey: ssh.key, sshUser: ssh.user,
            budget: budget, groups: groups)
    }

    private mutating func providers(
        of top: ConfigurationSection
    ) -> (vast: VastSettings?, vultr: VultrSettings?) {
        guard let section = section("providers", of: top) else {
            // What is wrong with the environment is told all the same.
            _ = withEnvironment(VastSettings())
            _ = variable("VULTR_API_URL", .vultrURL)
            return (nil, nil)
        }
        if section.values.isEmpty, section.keyMarks.isEmpty {
            mistakes.add(
                "providers names none", at: section.start,
                hint: "add vast: {}, or vultr: { regions: [ewr] }")
        }
        let vast = self.section("vast", of: section).map { vastSettings($0) }
        let vultr = self.section("vultr", of: section).flatMap { vultrSettings($0) }
        if let vast { named.keyFiles[.vast] = .some(vast.keyFile) }
        if let vultr { named.keyFiles[.vultr] = .some(vultr.keyFile) }
        return (vast, vultr)
    }
}
