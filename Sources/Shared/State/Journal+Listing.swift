/// Complete listings shared between tools: a provider counts calls per account, so a list that
/// another tool fetched a moment ago is not fetched again.
extension Journal {
    /// How young another tool's listing must be.
    package static let listingReuse = Duration.seconds(20)

    /// Keeps a complete listing for other tools; anything else is not kept.
    package func keep(_ listing: Listing, by tool: String) throws {
        guard listing.isComplete else { return }
        let rows = JSONValue.array(listing.instances.map(\.stored)).json()
        try database.write("listing") { connection in
            try connection.run(
                """
                INSERT OR REPLACE INTO listing (provider, tool, begun, ended, instances)
                VALUES (?, ?, ?, ?, ?)
                """,
                [
                    .text(listing.provider.rawValue), .text(tool), .text(listing.begun.stored),
                    .text(listing.ended.stored), .text(String(decoding: rows, as: UTF8.self)),
                ])
        }
    }

    /// A complete listing that another tool fetched within `listingReuse`, if nothing was changed
    /// since it began.
    package func youngListing(
        of provider: ProviderName, notBy tool: String, at now: Stamp
    ) throws -> Listing? {
        let row = try database.read { connection in
            try connection.rows(
                """
                SELECT begun, ended, instances FROM listing WHERE provider = ? AND tool <> ?
                AND NOT EXISTS (SELECT 1 FROM event WHERE event.at >= listing.begun)
                """,
                [.text(provider.rawValue), .text(tool)]
            ).first
        }
        guard let row, let begun = row.text("begun").flatMap(Stamp.init(stored:)),
            let ended = row.text("ended").flatMap(Stamp.init(stored:)),
            begun.bootID == now.bootID, begun.age(at: now) < Self.listingReuse,
            case .array(let rows) = JSONValue(json: Array((row.text("instances") ?? "").utf8))
        else { return nil }
        let instances = rows.compactMap { Instance(stored: $0, of: provider) }
        guard instances.count == rows.count else { return nil }
        return Listing(
            provider: provider, completeness: .complete, instances: instances, begun: begun,
            ended: ended, notes: ["fetched by another tool"])
    }
}

extension Instance {
    /// The instance as the state keeps it: its values in a fixed order, as names for each of a
    /// thousand machines would be most of what a run writes.
    var stored: JSONValue {
        var isOther = false
        if case .other = status { isOther = true }
        return [
            .string(id.value), .string(status.description), .bool(isOther),
            label.map(JSONValue.string) ?? .null, machine.map(JSONValue.string) ?? .null,
            .string(gpuName), .integer(Int64(gpuCount)), .rate(running), .rate(stopped),
            .rate(billing?.lowerBound), .rate(billing?.upperBound),
            created.map { .integer($0.microseconds) } ?? .null, .array(routes.map(\.stored)),
        ]
    }

    /// Reads `stored`; `nil` for anything else.
    init?(stored: JSONValue, of provider: ProviderName) {
        guard case .array(let values) = stored, values.count == 13, let id = values[0].string,
            let word = values[1].string,
            let status = InstanceStatus(stored: word, isOther: values[2] == true),
            case .array(let routes) = values[12]
        else { return nil }
        var billing: ClosedRange<HourlyRate>?
        if let least = values[9].rate, let most = values[10].rate, least <= most {
            billing = least...most
        }
        self.init(
            id: InstanceID(provider: provider, value: id), label: values[3].string,
            status: status, machine: values[4].string, gpuName: values[5].string ?? "",
            gpuCount: Int(values[6].whole ?? 0), running: values[7].rate,
            stopped: values[8].rate, billing: billing,
            created: values[11].whole.map(Instant.init(microseconds:)),
            routes: routes.compactMap(SSHRoute.init(stored:)))
    }
}

extension SSHRoute {
    /// The route as the state keeps it.
    fileprivate var stored: JSONValue {
        [.string(way.rawValue), .string(user), .string(host), .integer(Int64(port))]
    }

    /// Reads `stored`; `nil` for anything else.
    fileprivate init?(stored: JSONValue) {
        guard case .array(let values) = stored, values.count == 4,
            let way = values[0].string.flatMap(Way.init(rawValue:)), let user = values[1].string,
            let host = values[2].string, let port = values[3].whole
        else { return nil }
        self.init(way, user: user, host: host, port: Int(port))
    }
}

extension InstanceStatus {
    fileprivate init?(stored word: String, isOther: Bool) {
        guard !isOther else {
            self = .other(word)
            return
        }
        let known: [InstanceStatus] = [.booting, .running, .stopped, .unreachable]
        guard let status = known.first(where: { $0.description == word }) else { return nil }
        self = status
    }
}

extension JSONValue {
    fileprivate static func rate(_ rate: HourlyRate?) -> JSONValue {
        rate.map { .integer($0.perHour.microdollars) } ?? .null
    }

    fileprivate var whole: Int64? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    fileprivate var rate: HourlyRate? {
        whole.map { HourlyRate(perHour: Dollars(microdollars: $0)) }
    }
}
