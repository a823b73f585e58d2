/// A market that rents machines by the hour; every implementation passes the contract suite in
/// `Tests/ProviderTests`.
///
/// Nothing here retries a create or guesses an answer. Calls that are the same sent twice are sent
/// again when a gateway or the network fails; the others say so.
package protocol Provider: Sendable {
    var name: ProviderName { get }

    /// Who the key belongs to: an identity that stays the same for the account's life, safe to
    /// store and to show. Idempotent.
    func account() async throws(ProviderError) -> String

    /// What is available to be rented now under these wishes, in no order; empty means that
    /// nothing fits. Idempotent.
    func offers(_ wish: OfferWish) async throws(ProviderError) -> [Offer]

    /// Whether it rents GPUs of this name at all, at any price, sold out or not. Idempotent.
    func knows(gpu name: String) async throws(ProviderError) -> GPUKnowledge

    /// Lists every machine of the account, in any state: complete, partial or failed, and never an
    /// empty list for want of an answer. Idempotent, so passing faults are tried again.
    func listing() async -> Listing

    /// Asks for one machine by its id. Idempotent.
    func lookup(_ id: InstanceID) async throws(ProviderError) -> Lookup

    /// Sends one create request, at most once on the wire, for an intent that is on disk.
    ///
    /// Returns as soon as the provider has answered; the machine appears in `listing()` later.
    func create(_ order: CreateOrder) async -> CreateOutcome

    /// Starts a stopped machine; one that runs is left as it is. Idempotent.
    ///
    /// `queued` when its GPUs are another's by now: it starts when they are free again, which may
    /// be never, or at night in a week; a stop takes the wish back.
    func start(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome

    /// Stops a machine, whose disk stays; one that is stopped is left as it is. Idempotent.
    ///
    /// What that saves is `billsStopped`: at Vultr nothing. There it cuts the power too, and the
    /// machine's processes get no time to end. A machine that was stopped may not get its GPUs
    /// back at Vast: never stop what must come back.
    func stop(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome

    /// Restarts a running machine, which keeps its GPUs and its disk.
    ///
    /// Not idempotent, so it is sent at most once on the wire. A machine that is not running may
    /// be refused (Vast) or started by it (Vultr).
    /// - Throws: `ProviderError.unreachable` also when it may have restarted all the same.
    func reboot(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome

    /// Destroys a machine and its disk. One that is already gone counts as accepted. Idempotent.
    func destroy(_ id: InstanceID) async throws(ProviderError)

    /// Puts a label on a machine in place of the one it has. Idempotent.
    func setLabel(_ label: String, of id: InstanceID) async throws(ProviderError)

    /// Makes sure that the account has this ssh key; answers the provider's id of it, for
    /// `CreateOrder.sshKeys`. To be called before the first create: a key that comes later reaches
    /// no machine that exists.
    ///
    /// Keys are told apart by what they are; names and comments do not matter, and of several that
    /// are the same the oldest counts. Idempotent in effect: after a lost answer it looks again,
    /// and two runs at once may leave the key there twice, but answer the same id.
    func ensureKey(_ key: SSHPublicKey) async throws(ProviderError) -> String

    /// Makes a machine that exists accept this ssh key, where the provider can do that (Vast: an
    /// account's key may have been registered too late for it). Idempotent.
    ///
    /// At Vultr it does nothing: a machine has the keys that its create named.
    func attachKey(_ key: SSHPublicKey, to id: InstanceID) async throws(ProviderError)

    /// What the account has left. Idempotent.
    func credit() async throws(ProviderError) -> Credit

    /// What the account was charged since a moment, oldest first; empty means nothing. Idempotent.
    ///
    /// A charge that began before that moment and went on after it is given whole, with its own
    /// beginning. The newest may be minutes behind.
    /// - Throws: also when only a part of the charges could be read: a part adds up to nothing.
    func charges(since: Instant) async throws(ProviderError) -> [Charge]

    /// The provider's own clock, as its last answer gave it, and when that was here; `nil` before
    /// the first answer with a date.
    func lastDate() -> (theirs: Instant, ours: Instant)?
}

extension Provider {
    /// What a stopped machine costs here.
    package var billsStopped: StoppedBilling { name.billsStopped }

    /// The ways to log in to a machine, the direct one first; empty while the provider names none.
    ///
    /// They come with the listing or the lookup that the instance is from, and hold for as long as
    /// that does: an address may change with any restart. Of two, try both.
    package func routes(of instance: Instance) -> [SSHRoute] { instance.routes }
}
