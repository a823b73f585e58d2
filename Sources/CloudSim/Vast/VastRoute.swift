/// An operation of the Vast API that cloudsim knows.
enum VastRoute: Equatable {
    /// The query is in the body itself, in its `q`, or in the URL.
    case search(SearchForm)
    case create(offer: Int64)
    case list
    case oldList
    case show(Int64)
    case update(Int64)
    case destroy(Int64)
    case user
    case gpuNames
    case unknown

    enum SearchForm: Equatable {
        case body
        case wrapped
        case url
    }

    init(_ request: SimRequest) {
        let segments = request.segments
        guard segments.count >= 3, segments[0] == "api" else {
            self = .unknown
            return
        }
        let rest = segments.dropFirst(2).map(String.init)
        let id = rest.count == 2 ? Int64(rest[1]) : nil
        switch (request.method, segments[1], rest[0], rest.count, id) {
        case ("POST", "v0", "bundles", 1, _): self = .search(.body)
        case ("GET", "v0", "bundles", 1, _): self = .search(.url)
        case ("PUT", "v0", "search", 2, _) where rest[1] == "asks": self = .search(.wrapped)
        case ("PUT", "v0", "asks", 2, .some(let id)): self = .create(offer: id)
        case ("GET", "v1", "instances", 1, _): self = .list
        case ("GET", "v0", "instances", 1, _): self = .oldList
        case ("GET", "v0", "instances", 2, .some(let id)): self = .show(id)
        case ("PUT", "v0", "instances", 2, .some(let id)): self = .update(id)
        case ("DELETE", "v0", "instances", 2, .some(let id)): self = .destroy(id)
        case ("GET", "v0", "users", 2, _) where rest[1] == "current": self = .user
        case ("GET", "v0", "gpu_names", 2, _) where rest[1] == "unique": self = .gpuNames
        default: self = .unknown
        }
    }

    /// What faults call it; an update that sets a state is another than one that sets a label.
    func operation(changesState: Bool) -> SimOperation {
        switch self {
        case .search: .search
        case .create: .create
        case .list, .oldList: .list
        case .show: .show
        case .update: changesState ? .state : .label
        case .destroy: .destroy
        case .user: .user
        case .gpuNames, .unknown: .other
        }
    }

    /// The published time between two calls, in seconds.
    var threshold: Double? {
        switch self {
        case .list, .update: 1
        case .search, .user, .show: 2
        case .destroy: 3
        case .create: 4.5
        case .oldList: 20
        case .gpuNames, .unknown: nil
        }
    }

    /// Names the endpoint for its threshold.
    var endpoint: String {
        switch self {
        case .search: "search"
        case .create: "create"
        case .list: "list"
        case .oldList: "old list"
        case .show: "show"
        case .update: "update"
        case .destroy: "destroy"
        case .user: "user"
        case .gpuNames: "gpu names"
        case .unknown: "unknown"
        }
    }

    /// The instance that the request is about.
    var instance: Int64? {
        switch self {
        case .show(let id), .update(let id), .destroy(let id): id
        default: nil
        }
    }

    /// Whether the service answers without a key.
    var isPublic: Bool {
        switch self {
        case .search, .gpuNames: true
        default: false
        }
    }
}
