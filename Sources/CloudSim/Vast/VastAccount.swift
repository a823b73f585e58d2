import Shared

/// What a Vast account keeps beside its machines: ssh keys, variables, volumes.
struct VastAccount: Sendable, Equatable {
    /// A public key; it keeps its number when its text is changed.
    struct SSHKey: Sendable, Equatable {
        var id: Int64
        /// One line, without a newline at its end.
        var text: String
        var created: Instant
    }

    /// A variable of every container of the account, as the service keeps it: `KEY`, value.
    struct Secret: Sendable, Equatable {
        var key: String
        var value: String
    }

    /// The text behind a `result_url`, from the moment it is ready.
    struct Result: Sendable, Equatable {
        var name: String
        var ready: Instant
        var text: String
    }

    var lastKeyID: Int64 = 88_000
    /// The account's keys; new instances get them all.
    var sshKeys: [SSHKey] = []
    /// The keys that may log in to each instance.
    var instanceKeys: [Int64: [SSHKey]] = [:]
    /// In the order they were made, at most 16.
    var secrets: [Secret] = []
    var volumes: [SimVolume] = []
    var endedVolumes: [SimVolume] = []
    /// The newest 64; not kept across restarts.
    private(set) var results: [Result] = []

    /// A key with a number of its own.
    mutating func newKey(_ text: String, at now: Instant) -> SSHKey {
        lastKeyID += 1
        return SSHKey(id: lastKeyID, text: text, created: now)
    }

    /// Gives a new instance the keys that the account has now.
    mutating func admit(_ instance: Int64) {
        if !sshKeys.isEmpty { instanceKeys[instance] = sshKeys }
    }

    /// The public keys that may log in to an instance, one line each.
    func authorizedKeys(of instance: Int64) -> [String] {
        (instanceKeys[instance] ?? []).map(\.text)
    }

    mutating func publish(_ result: Result) {
        results.append(result)
        if results.count > 64 { results.removeFirst() }
    }
}

/// A rented volume: a piece of one machine's disk, billed by its size from its creation.
struct SimVolume: Sendable, Equatable {
    let id: Int64
    let machineID: Int64
    let name: String?
    let size: Int64
    /// $ for a GB and a month of 720 hours.
    let storageCost: Dollars
    let created: Instant
    /// Nothing while it exists.
    var ended: Instant?
}

extension VastAccount {
    var json: JSON {
        [
            "last_key": .int(lastKeyID), "ssh_keys": .array(sshKeys.map(\.json)),
            "instance_keys": .array(
                instanceKeys.sorted { $0.key < $1.key }.map { instance, keys in
                    [.int(instance), .array(keys.map(\.json))]
                }),
            "secrets": .array(secrets.map { [.string($0.key), .string($0.value)] }),
            "volumes": .array((endedVolumes + volumes).map(\.json)),
        ]
    }

    /// Reads an account; nothing when a part is missing or is of another shape.
    init?(json: JSON) {
        guard let last = json["last_key"]?.whole, let keys = json["ssh_keys"]?.elements,
            let perInstance = json["instance_keys"]?.elements,
            let variables = json["secrets"]?.elements, let volumes = json["volumes"]?.elements
        else { return nil }
        lastKeyID = last
        sshKeys = keys.compactMap(SSHKey.init(json:))
        for entry in perInstance {
            guard let pair = entry.elements, pair.count == 2, let instance = pair[0].whole,
                let keys = pair[1].elements
            else { return nil }
            instanceKeys[instance] = keys.compactMap(SSHKey.init(json:))
        }
        secrets = variables.compactMap { entry in
            guard let pair = entry.elements, pair.count == 2, let key = pair[0].text,
                let value = pair[1].text
            else { return nil }
            return Secret(key: key, value: value)
        }
        let read = volumes.compactMap(SimVolume.init(json:))
        endedVolumes = read.filter { $0.ended != nil }
        self.volumes = read.filter { $0.ended == nil }
        guard sshKeys.count == keys.count, secrets.count == variables.count,
            read.count == volumes.count
        else { return nil }
    }
}

extension VastAccount.SSHKey {
    fileprivate var json: JSON {
        [.int(id), .string(text), .int(created.microseconds)]
    }

    fileprivate init?(json: JSON) {
        guard let parts = json.elements, parts.count == 3, let id = parts[0].whole,
            let text = parts[1].text, let created = parts[2].whole
        else { return nil }
        self.init(id: id, text: text, created: Instant(microseconds: created))
    }
}

extension SimVolume {
    fileprivate var json: JSON {
        [
            "id": .int(id), "machine": .int(machineID), "name": JSON(name), "size_gb": .int(size),
            "storage_cost": .int(storageCost.microdollars),
            "created_us": .int(created.microseconds),
            "ended_us": ended.map { .int($0.microseconds) } ?? .null,
        ]
    }

    fileprivate init?(json: JSON) {
        guard let id = json["id"]?.whole, let machine = json["machine"]?.whole,
            let size = json["size_gb"]?.whole, let cost = json["storage_cost"]?.whole,
            let created = json["created_us"]?.whole
        else { return nil }
        self.init(
            id: id, machineID: machine, name: json["name"]?.text, size: size,
            storageCost: Dollars(microdollars: cost), created: Instant(microseconds: created),
            ended: json["ended_us"]?.whole.map { Instant(microseconds: $0) })
    }
}
