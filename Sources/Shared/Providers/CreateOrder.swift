/// One machine to be created.
package struct CreateOrder: Equatable, Sendable {
    package var offer: String
    package var label: String
    package var image: String
    package var diskGB: Int
    /// A script for the first boot; empty for none.
    package var onstart: String
    /// The provider's ids of the ssh keys to put on the machine, from `ensureKey`.
    ///
    /// At Vast machines get all keys of the account instead.
    package var sshKeys: [String]
    /// Variables and a login to the image's registry.
    package var setup: MachineSetup

    package init(
        offer: String, label: String, image: String, diskGB: Int, onstart: String = "",
        sshKeys: [String] = [], setup: MachineSetup = MachineSetup()
    ) {
        self.offer = offer
        self.label = label
        self.image = image
        self.diskGB = diskGB
        self.onstart = onstart
        self.sshKeys = sshKeys
        self.setup = setup
    }

    /// Whether it would carry a provider's key to a rented machine, where it must never be (promise
    /// S1).
    func carries(_ key: Secret) -> Bool {
        onstart.contains(key.revealed) || setup.holds(key.revealed)
    }

    /// Why an order that carries the account's key is not sent.
    static let carriesKey =
        "it would carry the account's key to a rented machine; take the key out of env, registry "
        + "and onstart"
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
