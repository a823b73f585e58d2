import Shared

/// What the parts of the Vultr half need to be written down and read.
extension [JSON] {
    /// Every element read; nothing when one cannot be.
    func mapAll<Value>(_ read: (JSON) -> Value?) -> [Value]? {
        let values = compactMap(read)
        return values.count == count ? values : nil
    }
}

extension JSON {
    /// Strings only, all of them.
    var texts: [String]? { elements?.mapAll(\.text) }

    var instant: Instant? { whole.map { Instant(microseconds: $0) } }

    init(_ instant: Instant?) {
        self = instant.map { .int($0.microseconds) } ?? .null
    }

    init(_ texts: [String]) {
        self = .array(texts.map { .string($0) })
    }
}

extension VultrMachine.EarlierPlan {
    var json: JSON {
        [
            "plan": .string(planID), "hourly": .int(rate.hourly.microdollars),
            "monthly": .int(rate.monthly.microdollars), "until_us": JSON(until),
        ]
    }

    init?(json: JSON) {
        guard let plan = json["plan"]?.text, let hourly = json["hourly"]?.whole,
            let monthly = json["monthly"]?.whole, let until = json["until_us"]?.instant
        else { return nil }
        self.init(
            planID: plan,
            rate: VultrRate(
                hourly: Dollars(microdollars: hourly), monthly: Dollars(microdollars: monthly)),
            until: until)
    }
}

extension VultrMachine.Attachment {
    init?(json: JSON) {
        guard let texts = json.texts, texts.count == 2 else { return nil }
        self.init(network: texts[0], address: texts[1])
    }
}

extension VultrNetwork {
    var json: JSON {
        [
            "id": .string(id), "region": .string(region), "created_us": JSON(created),
            "label": .string(label), "subnet": .int(Int64(subnet)), "mask": .int(mask),
        ]
    }

    init?(json: JSON) {
        guard let id = json["id"]?.text, let region = json["region"]?.text,
            let created = json["created_us"]?.instant, let label = json["label"]?.text,
            let subnet = json["subnet"]?.whole.flatMap({ UInt32(exactly: $0) }),
            let mask = json["mask"]?.whole
        else { return nil }
        self.init(
            id: id, region: region, created: created, label: label, subnet: subnet, mask: mask)
    }
}

extension VultrSnapshot {
    var json: JSON {
        [
            "id": .string(id), "created_us": JSON(created), "ended_us": JSON(ended),
            "label": .string(label), "region": .string(region), "image": image.json,
        ]
    }

    init?(json: JSON) {
        guard let id = json["id"]?.text, let created = json["created_us"]?.instant,
            let label = json["label"]?.text, let region = json["region"]?.text,
            let image = json["image"].flatMap(VultrImage.init(json:))
        else { return nil }
        self.init(
            id: id, created: created, ended: json["ended_us"]?.instant, label: label,
            region: region, image: image)
    }
}
