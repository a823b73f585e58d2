import Shared

/// How the Vultr half of a world is written down.
extension VultrState {
    var json: JSON {
        [
            "last_serial": .int(lastSerial),
            "machines": .array((ended + machines).map(\.json)),
            "keys": .array(
                keys.map {
                    [
                        "id": .string($0.id), "created_us": .int($0.created.microseconds),
                        "name": .string($0.name), "key": .string($0.key),
                    ]
                }),
            "scripts": .array(scripts.map(\.json)),
            "blocks": .array((endedBlocks + blocks).map(\.json)),
            "late": .array(
                late.map { ["due_us": .int($0.due.microseconds), "order": $0.order.json] }),
            "networks": .array(networks.map(\.json)),
            "snapshots": .array(snapshots.map(\.json)),
            "suspensions": suspensions.json,
        ]
    }

    /// Reads a half; nothing when a part is missing, or a plan is not in the catalog.
    init?(json: JSON, catalog: VultrCatalog) {
        guard let lastSerial = json["last_serial"]?.whole,
            let machines = json["machines"]?.elements?.mapAll(VultrMachine.init(json:)),
            let keys = json["keys"]?.elements?.mapAll(Key.init(json:)),
            let scripts = json["scripts"]?.elements?.mapAll(Script.init(json:)),
            let blocks = json["blocks"]?.elements?.mapAll(VultrBlock.init(json:)),
            let late = json["late"]?.elements?.mapAll(LateCreate.init(json:)),
            machines.allSatisfy({ catalog[$0.planID] != nil }),
            late.allSatisfy({ catalog[$0.order.planID] != nil }),
            let networks = (json["networks"] ?? []).elements?.mapAll(VultrNetwork.init(json:)),
            let snapshots = (json["snapshots"] ?? []).elements?
                .mapAll(VultrSnapshot.init(json:)),
            let suspensions = [Outage](json: json["suspensions"])
        else { return nil }
        self.init()
        self.lastSerial = lastSerial
        ended = machines.filter { $0.ended != nil }
        self.machines = machines.filter { $0.ended == nil }
        self.keys = keys
        self.scripts = scripts
        endedBlocks = blocks.filter { $0.ended != nil }
        self.blocks = blocks.filter { $0.ended == nil }
        self.late = late
        self.networks = networks
        self.snapshots = snapshots
        self.suspensions = suspensions
        lingering = ended.compactMap(\.lingersUntil).max()
    }
}

extension VultrState.Key {
    fileprivate init?(json: JSON) {
        guard let id = json["id"]?.text, let created = json["created_us"]?.instant,
            let name = json["name"]?.text, let key = json["key"]?.text
        else { return nil }
        self.init(id: id, created: created, name: name, key: key)
    }
}

extension VultrState.Script {
    fileprivate var json: JSON {
        [
            "id": .string(id), "created_us": JSON(created), "modified_us": JSON(modified),
            "name": .string(name), "kind": .string(kind), "script": .string(script),
        ]
    }

    fileprivate init?(json: JSON) {
        guard let id = json["id"]?.text, let created = json["created_us"]?.instant,
            let modified = json["modified_us"]?.instant, let name = json["name"]?.text,
            let kind = json["kind"]?.text, let script = json["script"]?.text
        else { return nil }
        self.init(
            id: id, created: created, modified: modified, name: name, kind: kind, script: script)
    }
}

extension VultrState.LateCreate {
    fileprivate init?(json: JSON) {
        guard let due = json["due_us"]?.instant,
            let order = json["order"].flatMap(VultrOrder.init(json:))
        else { return nil }
        self.init(due: due, order: order)
    }
}

extension VultrBlock {
    fileprivate var json: JSON {
        [
            "id": .string(id), "region": .string(region), "kind": .string(kind.rawValue),
            "created_us": JSON(created), "ended_us": JSON(ended), "label": .string(label),
            "sizes": .array(sizes.map { [JSON($0.begins), .int($0.size)] }),
            "machine": JSON(machine),
        ]
    }

    fileprivate init?(json: JSON) {
        guard let id = json["id"]?.text, let region = json["region"]?.text,
            let kind = json["kind"]?.text.flatMap(Kind.init(rawValue:)),
            let created = json["created_us"]?.instant, let label = json["label"]?.text,
            let sizes = json["sizes"]?.elements?.mapAll(Size.init(json:)), !sizes.isEmpty
        else { return nil }
        self.init(
            id: id, region: region, kind: kind, created: created, ended: json["ended_us"]?.instant,
            label: label, sizes: sizes, machine: json["machine"]?.text)
    }
}

extension VultrBlock.Size {
    fileprivate init?(json: JSON) {
        guard let parts = json.elements, parts.count == 2, let begins = parts[0].instant,
            let size = parts[1].whole
        else { return nil }
        self.init(begins: begins, size: size)
    }
}

extension VultrOrder {
    fileprivate var json: JSON {
        [
            "plan": .string(planID), "region": .string(region), "image": image.json,
            "label": .string(label), "hostname": .string(hostname), "tags": JSON(tags),
            "user_data": .string(userData), "script": .string(scriptID), "keys": JSON(keyIDs),
            "user_scheme": .string(userScheme), "features": JSON(features),
            "networks": JSON(networkIDs),
        ]
    }

    fileprivate init?(json: JSON) {
        guard let planID = json["plan"]?.text, let region = json["region"]?.text,
            let image = json["image"].flatMap(VultrImage.init(json:)),
            let label = json["label"]?.text, let hostname = json["hostname"]?.text,
            let tags = json["tags"]?.texts, let userData = json["user_data"]?.text,
            let scriptID = json["script"]?.text, let keyIDs = json["keys"]?.texts,
            let userScheme = json["user_scheme"]?.text, let features = json["features"]?.texts
        else { return nil }
        self.init(
            planID: planID, region: region, image: image, label: label, hostname: hostname,
            tags: tags, userData: userData, scriptID: scriptID, keyIDs: keyIDs,
            userScheme: userScheme, features: features,
            networkIDs: json["networks"]?.texts ?? [])
    }
}

extension VultrImage {
    var json: JSON {
        switch self {
        case .system(let id): ["os": .int(id)]
        case .application(let id): ["app": .int(id)]
        case .image(let name): ["image": .string(name)]
        case .snapshot(let id, let system):
            ["snapshot": .string(id), "system": .int(system)]
        }
    }

    init?(json: JSON) {
        if let id = json["os"]?.whole {
            self = .system(id)
        } else if let id = json["app"]?.whole {
            self = .application(id)
        } else if let name = json["image"]?.text {
            self = .image(name)
        } else if let id = json["snapshot"]?.text, let system = json["system"]?.whole {
            self = .snapshot(id, system)
        } else {
            return nil
        }
    }
}

extension VultrMachine {
    fileprivate var json: JSON {
        let order = VultrOrder(
            planID: planID, region: region, image: image, label: label, hostname: hostname,
            tags: tags, userData: userData, scriptID: scriptID, keyIDs: keyIDs,
            userScheme: userScheme, features: features)
        return [
            "id": .string(id), "serial": .int(serial), "order": order.json,
            "gpu_name": .string(gpuName), "created_us": JSON(created), "ended_us": JSON(ended),
            "created_label": .string(createdLabel), "hourly": .int(rate.hourly.microdollars),
            "monthly": .int(rate.monthly.microdollars), "password": .string(password),
            "install_us": JSON(installBegan), "boot_us": .int(boot.microseconds),
            "is_reinstalled": .bool(isReinstalled), "is_stuck": .bool(isStuck),
            "halted_us": JSON(halted), "hidden_until_us": JSON(hiddenUntil),
            "earlier": .array(earlier.map(\.json)), "resize_us": JSON(resizeEnds),
            "networks": .array(networks.map { [.string($0.network), .string($0.address)] }),
            "powered_us": JSON(powered), "key_texts": JSON(keys), "script_text": .string(script),
            "suspensions": suspensions.json, "lingers_until_us": JSON(lingersUntil),
        ]
    }

    fileprivate init?(json: JSON) {
        guard let id = json["id"]?.text, let serial = json["serial"]?.whole,
            let order = json["order"].flatMap(VultrOrder.init(json:)),
            let gpuName = json["gpu_name"]?.text, let created = json["created_us"]?.instant,
            let createdLabel = json["created_label"]?.text,
            let hourly = json["hourly"]?.whole, let monthly = json["monthly"]?.whole,
            let password = json["password"]?.text, let installed = json["install_us"]?.instant,
            let boot = json["boot_us"]?.whole, let isReinstalled = json["is_reinstalled"]?.flag,
            let isStuck = json["is_stuck"]?.flag,
            let earlier = (json["earlier"] ?? []).elements?.mapAll(EarlierPlan.init(json:)),
            let networks = (json["networks"] ?? []).elements?.mapAll(Attachment.init(json:)),
            let suspensions = [Outage](json: json["suspensions"])
        else { return nil }
        self.init(
            id: id, serial: serial, planID: order.planID, gpuName: gpuName, region: order.region,
            created: created, ended: json["ended_us"]?.instant, label: order.label,
            createdLabel: createdLabel, hostname: order.hostname, tags: order.tags,
            image: order.image, userData: order.userData, scriptID: order.scriptID,
            keyIDs: order.keyIDs, userScheme: order.userScheme, features: order.features,
            rate: VultrRate(
                hourly: Dollars(microdollars: hourly), monthly: Dollars(microdollars: monthly)),
            password: password, installBegan: installed, boot: .microseconds(boot),
            isReinstalled: isReinstalled, isStuck: isStuck,
            halted: json["halted_us"]?.instant, hiddenUntil: json["hidden_until_us"]?.instant,
            earlier: earlier, resizeEnds: json["resize_us"]?.instant, networks: networks,
            powered: json["powered_us"]?.instant, keys: json["key_texts"]?.texts ?? [],
            script: json["script_text"]?.text ?? "", suspensions: suspensions,
            lingersUntil: json["lingers_until_us"]?.instant)
    }
}
