/// Names a machine at its provider: `vast-26400002`.
package struct InstanceID: Hashable, Sendable, CustomStringConvertible {
    package var provider: ProviderName
    /// The provider's own id.
    package var value: String

    package init(provider: ProviderName, value: String) {
        self.provider = provider
        self.value = value
    }

    package var description: String { "\(provider)-\(value)" }
}

/// What the provider says exists.
///
/// Never trusted blindly.
package struct Instance: Equatable, Sendable {
    package var id: InstanceID
    /// `nil` or empty when the provider shows none.
    package var label: String?
    package var status: InstanceStatus
    /// The physical machine or host, where the provider names it.
    package var machine: String?
    package var gpuName: String
    package var gpuCount: Int
    /// What it costs while running, all in; `nil` while the provider does not say.
    package var running: HourlyRate?
    /// What it costs while it exists without running; `nil` while the provider does not say.
    package var stopped: HourlyRate?
    /// The least and the most it bills an hour in its present status, as far as the provider's
    /// rules are known; `nil` while the provider does not say.
    package var billing: ClosedRange<HourlyRate>?
    /// When the provider says it was created.
    package var created: Instant?
    /// The ways to log in to it, the direct one first; empty while the provider names none.
    package var routes: [SSHRoute]

    package init(
        id: InstanceID, label: String? = nil, status: InstanceStatus, machine: String? = nil,
        gpuName: String = "", gpuCount: Int = 0, running: HourlyRate? = nil,
        stopped: HourlyRate? = nil, billing: ClosedRange<HourlyRate>? = nil,
        created: Instant? = nil, routes: [SSHRoute] = []
    ) {
        self.id = id
        self.label = label
        self.status = status
        self.machine = machine
        self.gpuName = gpuName
        self.gpuCount = gpuCount
        self.running = running
        self.stopped = stopped
        self.billing = billing
        self.created = created
        self.routes = routes
    }
}

/// A provider's word for a machine's status, reduced to what we act on.
package enum InstanceStatus: Hashable, Sendable {
    /// On its way to running; Vast does not charge the GPU yet.
    case booting
    /// The provider's ready rule holds.
    case running
    /// Halted, by us or by the provider; its storage bills.
    case stopped
    /// The provider cannot reach it.
    case unreachable
    /// A word we do not know: it exists and it bills (promise T1).
    case other(String)
}

extension InstanceStatus: CustomStringConvertible {
    package var description: String {
        switch self {
        case .booting: "booting"
        case .running: "running"
        case .stopped: "stopped"
        case .unreachable: "unreachable"
        case .other(let word): word
        }
    }
}
