import Shared

/// The keys of the configured providers, read once.
struct ProviderKeys: Sendable {
    private(set) var vast: Secret?
    private(set) var vultr: Secret?

    /// Finds the key of every configured provider, warns of what is not quite right with one, and
    /// tells `troubles` of every provider without a usable key.
    init(
        _ configuration: FleetConfiguration, in surroundings: Surroundings,
        _ troubles: inout Troubles
    ) {
        if let settings = configuration.vast {
            let found = troubles.result {
                try Credentials.vast(
                    keyFile: settings.keyFile, home: surroundings.home,
                    environment: surroundings.environment, places: surroundings.places)
            }
            vast = found?.key
            warn(found?.warnings ?? [])
        }
        if let settings = configuration.vultr {
            let found = troubles.result {
                try Credentials.vultr(
                    keyFile: settings.keyFile, environment: surroundings.environment,
                    places: surroundings.places)
            }
            vultr = found?.key
            warn(found?.warnings ?? [])
        }
    }

    /// Promise S1: a provider's key is for that provider alone, so it stands nowhere in the
    /// configuration, whatever the key there would make of it.
    ///
    /// - Throws: `CredentialsError.inConfiguration` with the first place that holds one.
    func refuse(in text: [UInt8], of file: String) throws(CredentialsError) {
        for (provider, key) in [(ProviderName.vast, vast), (.vultr, vultr)] {
            guard let key = key.map({ Array($0.revealed.utf8) }), key.count >= 8,
                let found = text.firstRange(of: key)
            else { continue }
            let before = text[..<found.lowerBound]
            let line = before.count { $0 == UInt8(ascii: "\n") } + 1
            let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            let column = String(decoding: before[start...], as: UTF8.self).unicodeScalars.count + 1
            throw .inConfiguration(provider: provider, place: "\(file):\(line):\(column)")
        }
    }

    private func warn(_ warnings: [Explanation]) {
        for warning in warnings {
            printAside(
                warning.lines(tool: "autoscaler").map {
                    $0.replacing(": error: ", with: ": warning: ", maxReplacements: 1)
                })
        }
    }
}

extension FleetConfiguration {
    /// A client for each configured provider whose key is known.
    ///
    /// - Parameters:
    ///   - keys: The accounts' keys.
    ///   - http: How requests travel.
    ///   - pacing: The spacing that all our processes share; left out where `spacing` is off.
    ///   - clock: For waits and dates.
    ///   - deadline: When the run stops beginning effects.
    /// - Returns: The clients, in the order of `ProviderName`.
    func clients(
        _ keys: ProviderKeys, http: any HTTPExchange, pacing: Pacing, clock: WallClock,
        deadline: Instant
    ) -> [any Provider] {
        var clients: [any Provider] = []
        if let vast, let key = keys.vast {
            clients.append(
                VastClient(
                    origin: vast.url, key: key, http: http, pacing: vast.spacing ? pacing : nil,
                    clock: clock, deadline: deadline))
        }
        if let vultr, let key = keys.vultr {
            clients.append(
                VultrClient(
                    origin: vultr.url, key: key, http: http, pacing: vultr.spacing ? pacing : nil,
                    clock: clock, deadline: deadline, settings: vultr))
        }
        return clients
    }
}
