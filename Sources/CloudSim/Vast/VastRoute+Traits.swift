/// What holds for an operation beside its answer.
extension VastRoute {
    /// What faults call it; an update that sets a state is another than one that sets a label.
    func operation(changesState: Bool) -> SimOperation {
        switch self {
        case .search: .search
        case .create, .bulkCreate, .launch: .create
        case .list, .oldList: .list
        case .show: .show
        case .update: changesState ? .state : .label
        case .bulkUpdate: .state
        case .destroy, .bulkDestroy: .destroy
        case .user: .user
        default: .other
        }
    }

    /// The endpoint whose calls are spaced, and the published time between two, in seconds.
    var pace: (endpoint: String, seconds: Double)? {
        switch self {
        case .list: ("list", 1)
        case .update: ("update", 1)
        case .reboot, .recycle: ("restart", 1)
        case .listKeys, .createKey, .updateKey, .deleteKey: ("ssh", 1)
        case .charges: ("charges", 1)
        case .execute: ("execute", 1.5)
        case .search: ("search", 2)
        case .user: ("user", 2)
        case .show: ("show", 2)
        case .listVolumes: ("volumes", 2)
        case .destroy, .bulkDestroy: ("destroy", 3)
        case .invoices: ("invoices", 3)
        case .createSecrets, .updateSecrets, .deleteSecrets: ("change secrets", 3)
        case .copy: ("copy", 3.5)
        case .bulkUpdate: ("bulk update", 4)
        case .create, .bulkCreate: ("create", 4.5)
        case .launch: ("launch", 5)
        case .listSecrets: ("secrets", 5)
        case .bid: ("bid", 5.5)
        case .oldList: ("old list", 20)
        default: nil
        }
    }

    /// The instance that the path names.
    var machine: Int64? {
        switch self {
        case .show(let id), .update(let id), .destroy(let id), .reboot(let id),
            .recycle(let id), .bid(let id), .requestLogs(let id), .execute(let id),
            .instanceKeys(let id), .attachKey(let id), .detachKey(let id, _),
            .updateImage(let id), .deposit(let id), .takeSnapshot(let id):
            id
        default: nil
        }
    }

    /// The instance that the request is about, for the operations that its own key allows.
    var instance: Int64? {
        switch self {
        case .show(let id), .update(let id), .destroy(let id): id
        default: nil
        }
    }

    /// Whether the service answers without a key.
    var isPublic: Bool {
        switch self {
        case .search, .gpuNames, .result: true
        default: false
        }
    }
}
