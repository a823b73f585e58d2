import Shared

/// The account, and what the present month has cost so far.
extension VultrCall {
    mutating func account() -> SimResponse {
        let isOther = fire(.otherAccount) != nil
        let account = world.settings.account
        let now = state.now
        let part = isOther ? VultrState() : part
        let pending = part.cost(until: now, from: now.monthBegin).rounded
        let invoiced = part.cost(until: now).rounded - pending
        return SimResponse([
            "account": [
                "name": .string(isOther ? "Other" : "Renter"),
                "email": .string(isOther ? "other@example.com" : account.email),
                "acls": ["subscriptions_view", "subscriptions", "billing", "provisioning"],
                // Credit is negative.
                "balance": (invoiced - account.credit).vultrNumber,
                "pending_charges": pending.vultrNumber,
                "last_payment_date": "2026-01-02T03:04:05+00:00",
                "last_payment_amount": (Dollars.zero - account.credit).vultrNumber,
            ]
        ])
    }
}
