import Shared

extension SimInstance {
    var json: JSON {
        [
            "id": .int(id), "offer": .int(offerID), "gpu_name": .string(gpuName),
            "created_us": .int(created.microseconds),
            "ended_us": ended.map { .int($0.microseconds) } ?? .null,
            "phases": .array(
                phases.map { [.int($0.begins.microseconds), .string($0.status.rawValue)] }),
            "intended": .string(intended.rawValue), "holds_gpus": .bool(holdsGPUs),
            "label": JSON(label), "created_label": JSON(createdLabel),
            "gpu_rate": .int(gpuRate.microdollars), "storage_cost": .int(storageCost.microdollars),
            "disk_mgb": .int(diskMilliGB), "is_bid": .bool(isBid),
            "hidden_until_us": hiddenUntil.map { .int($0.microseconds) } ?? .null,
            "is_stuck": .bool(isStuck), "request": request.json, "key": .string(key),
            "earlier_rates": .array(
                earlierRates.map { [.int($0.until.microseconds), .int($0.rate.microdollars)] }),
            "outages": outages.json, "is_outbid": .bool(isOutbid),
            "contract_end_us": contractEnd.map { .int($0.microseconds) } ?? .null,
            "is_expired": .bool(isExpired),
            "lingers_until_us": lingersUntil.map { .int($0.microseconds) } ?? .null,
        ]
    }

    init?(json: JSON) {
        guard let id = json["id"]?.whole, let offer = json["offer"]?.whole,
            let gpuName = json["gpu_name"]?.text,
            let created = json["created_us"]?.whole,
            let phases = json["phases"]?.elements,
            let intended = json["intended"]?.text.flatMap(IntendedStatus.init(rawValue:)),
            let holdsGPUs = json["holds_gpus"]?.flag,
            let gpuRate = json["gpu_rate"]?.whole,
            let storageCost = json["storage_cost"]?.whole,
            let disk = json["disk_mgb"]?.whole, let isBid = json["is_bid"]?.flag,
            let isStuck = json["is_stuck"]?.flag,
            let request = json["request"].flatMap(ContainerRequest.init(json:)),
            let key = json["key"]?.text, let outages = [Outage](json: json["outages"])
        else { return nil }
        let read = phases.compactMap(Phase.init(json:))
        guard read.count == phases.count else { return nil }
        self.init(
            id: id, offerID: offer, gpuName: gpuName, created: Instant(microseconds: created),
            ended: json["ended_us"]?.whole.map { Instant(microseconds: $0) }, phases: read,
            intended: intended, holdsGPUs: holdsGPUs, label: json["label"]?.text,
            createdLabel: json["created_label"]?.text,
            gpuRate: Dollars(microdollars: gpuRate),
            storageCost: Dollars(microdollars: storageCost), diskMilliGB: disk, isBid: isBid,
            hiddenUntil: json["hidden_until_us"]?.whole.map { Instant(microseconds: $0) },
            isStuck: isStuck, request: request, key: key)
        self.outages = outages
        isOutbid = json["is_outbid"]?.flag ?? false
        contractEnd = json["contract_end_us"]?.whole.map { Instant(microseconds: $0) }
        isExpired = json["is_expired"]?.flag ?? false
        lingersUntil = json["lingers_until_us"]?.whole.map { Instant(microseconds: $0) }
        for entry in json["earlier_rates"]?.elements ?? [] {
            guard let pair = entry.elements, pair.count == 2, let until = pair[0].whole,
                let rate = pair[1].whole
            else { return nil }
            earlierRates.append(
                PastRate(
                    until: Instant(microseconds: until), rate: Dollars(microdollars: rate)))
        }
    }
}

extension SimInstance.Phase {
    fileprivate init?(json: JSON) {
        guard let parts = json.elements, parts.count == 2, let begins = parts[0].whole,
            let status = parts[1].text.flatMap(ContainerStatus.init(rawValue:))
        else { return nil }
        self.init(begins: Instant(microseconds: begins), status: status)
    }
}
