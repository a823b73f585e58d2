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
    /// The instance as the state keeps it.
    var stored: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(id.value), "status": .string(status.description),
            "gpu": .string(gpuName), "gpus": .integer(Int64(gpuCount)),
        ]
        if case .other = status { members["other"] = true }
        members["label"] = label.map(JSONValue.string)
        members["machine"] = machine.map(JSONValue.string)
        members["running"] = running.map { .integer($0.perHour.microdollars) }
        members["stopped"] = stopped.map { .integer($0.perHour.microdollars) }
        members["least"] = billing.map { .integer($0.lowerBound.perHour.microdollars) }
        members["most"] = billing.map { .integer($0.upperBound.perHour.microdollars) }
        members["created"] = created.map { .integer($0.microseconds) }
        members["routes"] = routes.isEmpty ? nil : .array(routes.map(\.stored))
        return .object(members)
    }

    /// Reads `stored`; `nil` for anything else.
    init?(stored: JSONValue, of provider: ProviderName) {
        guard let id = stored["id"]?.string, let word = stored["status"]?.string,
            let status = InstanceStatus(stored: word, isOther: stored["other"] == true)
        else { return nil }
        let least = stored.rate("least")
        let most = stored.rate("most")
        var billing: ClosedRange<HourlyRate>?
        if let least, let most, least <= most { billing = least...most }
        self.init(
            id: InstanceID(provider: provider, value: id), label: stored["label"]?.string,
            status: status, machine: stored["machine"]?.string,
            gpuName: stored["gpu"]?.string ?? "", gpuCount: Int(stored.whole("gpus") ?? 0),
            running: stored.rate("running"), stopped: stored.rate("stopped"), billing: billing,
            created: stored.whole("created").map(Instant.init(microseconds:)),
            routes: stored.routes)
    }
}

extension SSHRoute {
    /// The route as the state keeps it.
    fileprivate var stored: JSONValue {
        [
            "way": .string(way.rawValue), "user": .string(user), "host": .string(host),
            "port": .integer(Int64(port)),
        ]
    }

    /// Reads `stored`; `nil` for anything else.
    fileprivate init?(stored: JSONValue) {
        guard let way = stored["way"]?.string.flatMap(Way.init(rawValue:)),
            let user = stored["user"]?.string, let host = stored["host"]?.string,
            let port = stored.whole("port")
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
    fileprivate func whole(_ name: String) -> Int64? {
        guard case .integer(let number) = self[name] else { return nil }
        return number
    }

    fileprivate var routes: [SSHRoute] {
        guard case .array(let routes) = self["routes"] else { return [] }
        return routes.compactMap(SSHRoute.init(stored:))
    }

    fileprivate func rate(_ name: String) -> HourlyRate? {
        whole(name).map { HourlyRate(perHour: Dollars(microdollars: $0)) }
    }
}
