/// An operation of the Vast API that cloudsim knows.
enum VastRoute: Equatable {
    /// The query is in the body itself, in its `q`, or in the URL.
    case search(SearchForm)
    case create(offer: Int64)
    case bulkCreate
    case launch
    case list
    case oldList
    case listFilters
    case show(Int64)
    case update(Int64)
    case bulkUpdate
    case destroy(Int64)
    case bulkDestroy
    case reboot(Int64)
    case recycle(Int64)
    case bid(Int64)
    case updateImage(Int64)
    case deposit(Int64)
    case takeSnapshot(Int64)
    case priceIncreases
    case answerPriceIncrease
    case requestLogs(Int64)
    case execute(Int64)
    /// What a `result_url` leads to.
    case result(String)
    case instanceKeys(Int64)
    case attachKey(Int64)
    case detachKey(Int64, key: Int64)
    case listKeys
    case createKey
    case updateKey(Int64)
    case deleteKey(Int64)
    case listSecrets
    case createSecrets
    case updateSecrets
    case deleteSecrets
    /// Between machines, or between a machine and the caller's disk.
    case copy
    case cancelCopy
    case copyToCloud
    case cloneVolume
    case user
    case charges
    case invoices
    case oldInvoices
    case searchVolumes
    case rentVolume
    case listVolumes
    case deleteVolume
    case searchTemplates
    case gpuNames
    case unknown

    enum SearchForm: Equatable {
        case body
        case wrapped
        case url
    }

    init(_ request: SimRequest) {
        let segments = request.segments.map(String.init)
        if segments.count == 2, segments[0] == "results", request.method == "GET" {
            self = .result(segments[1])
            return
        }
        guard segments.count >= 3, segments[0] == "api" else {
            self = .unknown
            return
        }
        let path = Path(
            method: request.method, version: segments[1], names: Array(segments.dropFirst(2)))
        self = path.market ?? path.instances ?? path.account ?? .unknown
    }

    /// A path of the API, without `/api`: the version and then names and numbers.
    private struct Path {
        let method: String
        let version: String
        let names: [String]

        private var count: Int { names.count }
        private func number(_ position: Int) -> Int64? {
            position < names.count ? Int64(names[position]) : nil
        }
        private func name(_ position: Int) -> String {
            position < names.count ? names[position] : ""
        }

        /// Offers, volumes and templates.
        var market: VastRoute? {
            switch (method, version, names[0], name(1), count) {
            case ("POST", "v0", "bundles", _, 1): .search(.body)
            case ("GET", "v0", "bundles", _, 1): .search(.url)
            case ("PUT", "v0", "search", "asks", 2): .search(.wrapped)
            case ("POST", "v0", "asks", "bulk", 2): .bulkCreate
            case ("PUT", "v0", "asks", _, 2): number(1).map { .create(offer: $0) }
            case ("PUT", "v0", "launch_instance", _, 1): .launch
            case ("POST", "v0", "volumes", "search", 2): .searchVolumes
            case ("POST", "v0", "volumes", "copy", 2): .cloneVolume
            case ("PUT", "v0", "volumes", _, 1): .rentVolume
            case ("GET", "v0", "volumes", _, 1): .listVolumes
            case ("DELETE", "v0", "volumes", _, 1): .deleteVolume
            case ("GET", "v0", "template", _, 1): .searchTemplates
            case ("GET", "v0", "gpu_names", "unique", 2): .gpuNames
            default: nil
            }
        }

        var instances: VastRoute? {
            guard names[0] == "instances" else { return nil }
            guard version == "v0" else {
                return method == "GET" && version == "v1" && count == 1 ? .list : nil
            }
            if let id = number(1) { return instance(id) }
            switch (method, name(1), number(2), count) {
            case ("GET", "", _, 1): return .oldList
            case ("PUT", "", _, 1): return .bulkUpdate
            case ("DELETE", "", _, 1): return .bulkDestroy
            case ("GET", "filters", _, 2): return .listFilters
            case ("PUT", "reboot", .some(let id), 3): return .reboot(id)
            case ("PUT", "recycle", .some(let id), 3): return .recycle(id)
            case ("PUT", "bid_price", .some(let id), 3): return .bid(id)
            case ("PUT", "update_template", .some(let id), 3): return .updateImage(id)
            case ("GET", "balance", .some(let id), 3): return .deposit(id)
            case ("POST", "take_snapshot", .some(let id), 3): return .takeSnapshot(id)
            case ("GET", "pending-price-increases", _, 2): return .priceIncreases
            case ("PUT", "accept-price-increase", _, 2): return .answerPriceIncrease
            case ("PUT", "reject-price-increase", _, 2): return .answerPriceIncrease
            case ("PUT", "request_logs", .some(let id), 3): return .requestLogs(id)
            case ("PUT", "command", .some(let id), 3): return .execute(id)
            default: return nil
            }
        }

        private func instance(_ id: Int64) -> VastRoute? {
            switch (method, name(2), number(3), count) {
            case ("GET", "", _, 2): .show(id)
            case ("PUT", "", _, 2): .update(id)
            case ("DELETE", "", _, 2): .destroy(id)
            case ("GET", "ssh", _, 3): .instanceKeys(id)
            case ("POST", "ssh", _, 3): .attachKey(id)
            case ("DELETE", "ssh", .some(let key), 4): .detachKey(id, key: key)
            default: nil
            }
        }

        /// The user, keys, variables, money and copies.
        var account: VastRoute? {
            switch (method, version, names[0], name(1), count) {
            case ("GET", "v0", "users", "current", 2): .user
            case ("GET", "v0", "users", "me", 3) where names[2] == "invoices": .oldInvoices
            case ("GET", "v0", "charges", _, 1): .charges
            case ("GET", "v1", "invoices", _, 1): .invoices
            case ("GET", "v0", "ssh", _, 1): .listKeys
            case ("POST", "v0", "ssh", _, 1): .createKey
            case ("PUT", "v0", "ssh", _, 2): number(1).map { .updateKey($0) }
            case ("DELETE", "v0", "ssh", _, 2): number(1).map { .deleteKey($0) }
            case ("GET", "v0", "secrets", _, 1): .listSecrets
            case ("POST", "v0", "secrets", _, 1): .createSecrets
            case ("PUT", "v0", "secrets", _, 1): .updateSecrets
            case ("DELETE", "v0", "secrets", _, 1): .deleteSecrets
            case ("PUT", "v0", "commands", "copy_direct", 2): .copy
            case ("PUT", "v0", "commands", "rsync", 2): .copy
            case ("DELETE", "v0", "commands", "copy_direct", 2): .cancelCopy
            case ("POST", "v0", "commands", "rclone", 2): .copyToCloud
            case ("DELETE", "v0", "commands", "rclone", 2): .cancelCopy
            default: nil
            }
        }
    }
}
