/// The endpoints that Vast limits apart, with what it publishes of each.
///
/// Thresholds: section 1.5 of Vast's API documentation; their unit is not stated there, seconds
/// fit what is observed.
enum VastEndpoint: String {
    case account
    case search
    case names
    case create
    case list
    case show
    case change
    case destroy
    case restart
    case keys
    case charges

    private var threshold: Duration {
        switch self {
        case .account, .search, .names, .show: .seconds(2)
        case .create: .milliseconds(4500)
        case .list, .change, .restart, .keys, .charges: .seconds(1)
        case .destroy: .seconds(3)
        }
    }

    /// The least time between two calls: a tenth above the threshold, as two requests may arrive
    /// closer together than they were sent, and a refused one costs a whole turn.
    var spacing: Duration { threshold * 1.1 }

    /// The endpoint as the spacing of calls knows it.
    var spaced: ProviderWire.Endpoint {
        ProviderWire.Endpoint(name: "vast-\(rawValue)", spacing: spacing)
    }
}
