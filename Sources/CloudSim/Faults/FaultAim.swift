package import Shared

/// What narrows a rule down besides its operation; nothing in a field is anything.
package struct FaultAim: Sendable, Equatable {
    package var provider: ProviderName?
    /// A part of the path of the calls.
    package var path: String?
    /// The id of a machine that exists.
    package var machine: String?
    /// How likely it is that a call that matches is befallen, above 0 and at most 1.
    package var probability: Double?

    package init(
        provider: ProviderName? = nil, path: String? = nil, machine: String? = nil,
        probability: Double? = nil
    ) {
        self.provider = provider
        self.path = path
        self.machine = machine
        self.probability = probability
    }
}

/// One call, or the creation of one machine, as rules are held against it.
struct FaultTarget: Sendable {
    var provider: ProviderName
    var operation: SimOperation
    /// Nothing for what happens without a call, and for the faults of creates, which take none.
    var path: String?
    /// The ids of the machines that it is about.
    var machines: [String] = []
}
