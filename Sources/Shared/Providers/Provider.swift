/// A market that rents machines by the hour.
///
/// Nothing here retries a create or guesses an answer.
package protocol Provider: Sendable {
    var name: ProviderName { get }

    /// Who the key belongs to: an identity that stays the same for the account's life, safe to
    /// store and to show.
    func account() async throws(ProviderError) -> String

    /// What can be rented now under these wishes, in no order; empty means that nothing fits.
    func offers(_ wish: OfferWish) async throws(ProviderError) -> [Offer]

    /// Lists every machine of the account, in any state: complete, partial or failed, and never an
    /// empty list for want of an answer. Idempotent, so passing faults are tried again.
    func listing() async -> Listing

    /// Asks for one machine by its id. Idempotent.
    func lookup(_ id: InstanceID) async throws(ProviderError) -> Lookup

    /// Sends one create request, at most once on the wire, for an intent that is on disk.
    ///
    /// Returns as soon as the provider has answered; the machine appears in `listing()` later.
    func create(_ order: CreateOrder) async -> CreateOutcome

    /// Destroys a machine and its disk. One that is already gone counts as accepted. Idempotent.
    func destroy(_ id: InstanceID) async throws(ProviderError)

    /// Puts a label on a machine in place of the one it has. Idempotent.
    func setLabel(_ label: String, of id: InstanceID) async throws(ProviderError)

    /// The provider's own clock, as its last answer gave it, and when that was here; `nil` before
    /// the first answer with a date.
    func lastDate() -> (theirs: Instant, ours: Instant)?
}

/// What to look for among a provider's offers.
package struct OfferWish: Equatable, Sendable {
    package var gpu: GPUPreference
    /// The most to pay, disk included.
    package var maxPrice: HourlyRate
    package var diskGB: Int
    package var verifiedOnly: Bool
    /// The most offers to answer with.
    package var limit: Int

    package init(
        gpu: GPUPreference, maxPrice: HourlyRate, diskGB: Int, verifiedOnly: Bool, limit: Int = 64
    ) {
        self.gpu = gpu
        self.maxPrice = maxPrice
        self.diskGB = diskGB
        self.verifiedOnly = verifiedOnly
        self.limit = limit
    }
}

/// One machine to be created.
package struct CreateOrder: Equatable, Sendable {
    package var offer: String
    package var label: String
    package var image: String
    package var diskGB: Int
    /// A script for the first boot; empty for none.
    package var onstart: String

    package init(
        offer: String, label: String, image: String, diskGB: Int, onstart: String = ""
    ) {
        self.offer = offer
        self.label = label
        self.image = image
        self.diskGB = diskGB
        self.onstart = onstart
    }
}

/// What became of a create request.
package enum CreateOutcome: Equatable, Sendable {
    /// The machine exists.
    case accepted(InstanceID)
    /// The machine exists and bills, but did not start.
    case acceptedWithoutStart(InstanceID, reason: String)
    /// The provider said no: nothing was created. `offerGone` when another offer may do.
    case refused(reason: String, offerGone: Bool)
    /// Nothing left this machine, so nothing was created.
    case notSent(reason: String)
    /// Sent, and no answer to rely on: the machine may exist (promise M1).
    case unknown(reason: String)
}

/// Why a provider's answer cannot be used.
///
/// Never holds a secret or a raw body (promise S1).
package enum ProviderError: Error, Equatable, Sendable {
    /// The key is missing, wrong or lacks a permission.
    case unauthorized(provider: ProviderName, reason: String)
    /// No answer, or none but gateway errors.
    case unreachable(provider: ProviderName, reason: String)
    /// The provider understood and said no.
    case refused(provider: ProviderName, status: Int, reason: String)
    /// An answer came whose shape nobody promised.
    case unexpected(provider: ProviderName, reason: String)
}

extension ProviderError: Explained {
    package var explanation: Explanation {
        switch self {
        case .unauthorized(let provider, let reason):
            Explanation(
                what: "\(provider) refuses the key: \(reason)",
                hint: "check the key of this provider and its permissions",
                status: .credentials)
        case .unreachable(let provider, let reason):
            Explanation(
                what: "\(provider) cannot be reached: \(reason)",
                hint: "nothing was changed there; the next run tries again",
                status: .unreachable)
        case .refused(let provider, let status, let reason):
            Explanation(what: "\(provider) said no (\(status)): \(reason)", status: .incomplete)
        case .unexpected(let provider, let reason):
            Explanation(
                what: "\(provider) answered in an unexpected shape: \(reason)",
                hint: "nothing is concluded from it; check the provider's status page",
                status: .unreachable)
        }
    }
}
