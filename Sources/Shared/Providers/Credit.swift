/// What an account has left to spend.
package struct Credit: Equatable, Sendable {
    /// Money in the account; below zero it is owed.
    package var balance: Dollars
    /// What was used and is not taken from the balance yet; `nil` where the provider takes it off
    /// at once.
    package var pending: Dollars?

    package init(balance: Dollars, pending: Dollars? = nil) {
        self.balance = balance
        self.pending = pending
    }

    /// What can still be spent.
    package var left: Dollars { balance - (pending ?? .zero) }
}

/// One thing that an account was charged for.
package struct Charge: Equatable, Sendable {
    /// A share of a charge, where the provider tells them apart.
    package struct Part: Equatable, Sendable {
        package enum Kind: Hashable, Sendable {
            case gpu
            case disk
            case download
            case upload
            /// A word we do not know.
            case other(String)
        }

        package var kind: Kind
        package var amount: Dollars

        package init(kind: Kind, amount: Dollars) {
            self.kind = kind
            self.amount = amount
        }
    }

    /// The machine it is for; `nil` for anything else, and where the provider does not say.
    package var instance: InstanceID?
    /// The provider's words for it, on one line.
    package var description: String
    package var from: Instant
    package var to: Instant
    /// Below zero for what was given back.
    package var amount: Dollars
    /// What the amount consists of; empty where the provider does not say.
    package var parts: [Part]

    package init(
        instance: InstanceID? = nil, description: String, from: Instant, to: Instant,
        amount: Dollars, parts: [Part] = []
    ) {
        self.instance = instance
        self.description = description
        self.from = from
        self.to = to
        self.amount = amount
        self.parts = parts
    }
}
