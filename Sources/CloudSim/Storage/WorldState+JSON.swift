import Shared

/// How a world is written down. Thresholds start afresh in a restart.
extension WorldState {
    var json: JSONObject {
        var json: JSONObject = [
            "random": .string(String(random.state)), "now_us": .int(now.microseconds),
            "last_instance": .int(lastInstanceID),
            "instances": .array((ended + instances).map(\.json)),
            "late": .array(
                late.map { ["due_us": .int($0.due.microseconds), "order": $0.order.json] }),
            "faults": .array(faults.rules.map(\.json)),
            "fault_random": .string(String(faults.random.state)), "vast": vast.json,
            "rivals": .array(rivals.map(\.json)), "credit": credit.json,
        ]
        if let vultr { json.append("vultr", vultr.json) }
        if !troubles.isEmpty { json.append("troubles", troublesJSON) }
        return json
    }

    /// Reads a world; nothing when a part is missing, or an offer is not in the catalog.
    init?(json: JSON, catalog: Catalog, vultr: VultrCatalog = .small) {
        guard let random = json["random"]?.text.flatMap({ UInt64($0) }),
            let now = json["now_us"]?.whole, let last = json["last_instance"]?.whole,
            let instances = json["instances"]?.elements,
            let late = json["late"]?.elements, let rules = json["faults"]?.elements
        else { return nil }
        self.init(seed: random, start: Instant(microseconds: now))
        lastInstanceID = last
        for entry in instances {
            guard let instance = SimInstance(json: entry),
                let offer = catalog[instance.offerID]
            else { return nil }
            guard instance.ended == nil else {
                ended.append(instance)
                continue
            }
            self.instances.append(instance)
            guard instance.holdsGPUs else { continue }
            rentedOffers.insert(offer.id)
            for gpu in offer.gpuIDs { gpuHolders[gpu] = instance.id }
        }
        self.late = late.compactMap { entry in
            guard let due = entry["due_us"]?.whole,
                let order = entry["order"].flatMap(CreateOrder.init(json:))
            else { return nil }
            return LateCreate(due: Instant(microseconds: due), order: order)
        }
        let draws = json["fault_random"]?.text.flatMap { UInt64($0) }
        faults = FaultPlan(
            rules: rules.compactMap(FaultRule.init(json:)),
            random: draws.map { RandomSource(seed: $0) } ?? faults.random)
        rivals = (json["rivals"]?.elements ?? []).compactMap(Rival.init(json:))
        credit = json["credit"].map(Credit.init(json:)) ?? Credit()
        for instance in ended { differ(until: instance.lingersUntil) }
        for instance in self.instances { differ(until: instance.hiddenUntil) }
        if let account = json["vast"] {
            guard let vast = VastAccount(json: account) else { return nil }
            self.vast = vast
        }
        guard self.late.count == late.count, faults.rules.count == rules.count else { return nil }
        if let troubles = json["troubles"], !readTroubles(troubles) { return nil }
        if let part = json["vultr"] {
            guard let part = VultrState(json: part, catalog: vultr) else { return nil }
            self.vultr = part
        }
    }
}

extension CreateOrder {
    var json: JSON {
        [
            "offer": .int(offerID), "bid": bid.map { .int($0.microdollars) } ?? .null,
            "disk_mgb": .int(diskMilliGB), "label": JSON(label),
            "target": .string(target.rawValue), "cancel": .bool(cancelUnavailable),
            "request": request.json,
        ]
    }

    init?(json: JSON) {
        guard let offer = json["offer"]?.whole, let disk = json["disk_mgb"]?.whole,
            let target = json["target"]?.text.flatMap(IntendedStatus.init(rawValue:)),
            let cancel = json["cancel"]?.flag,
            let request = json["request"].flatMap(SimInstance.ContainerRequest.init(json:))
        else { return nil }
        self.init(
            offerID: offer, bid: json["bid"]?.whole.map { Dollars(microdollars: $0) },
            diskMilliGB: disk, label: json["label"]?.text, target: target,
            cancelUnavailable: cancel, request: request)
    }
}

extension SimInstance.ContainerRequest {
    var json: JSON {
        [
            "image": .string(image), "runtype": .string(runtype), "onstart": JSON(onstart),
            "env": .object(env), "args": .array(arguments.map { .string($0) }),
            "volume": volume.map { [.int($0.volume), .string($0.path)] } ?? .null,
        ]
    }

    init?(json: JSON) {
        guard let image = json["image"]?.text, let runtype = json["runtype"]?.text,
            let env = json["env"]?.members
        else { return nil }
        self.init(
            image: image, runtype: runtype, onstart: json["onstart"]?.text, env: env,
            arguments: (json["args"]?.elements ?? []).compactMap(\.text))
        if let parts = json["volume"]?.elements, parts.count == 2, let id = parts[0].whole,
            let path = parts[1].text
        {
            volume = SimInstance.VolumeMount(volume: id, path: path)
        }
    }
}
