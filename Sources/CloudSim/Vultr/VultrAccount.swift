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

    func pendingCharges() -> SimResponse {
        let now = state.now
        let part = part
        var items: [JSON] = []
        for machine in part.ended + part.machines {
            for part in machine.parts(until: now) where part.month.begins >= now.monthBegin {
                items.append(
                    Self.item(
                        machine.label.isEmpty ? machine.id : machine.label, part.planID,
                        from: part.month.begins, until: machine.ended ?? now,
                        hours: part.month.hours, part.rate.hourly.vultrNumber, part.cost))
            }
        }
        for block in part.endedBlocks + part.blocks {
            let cost = ExactCost(of: block, at: now, from: now.monthBegin)
            guard cost != ExactCost() else { continue }
            let begins = max(block.created, now.monthBegin)
            let hours = BilledMonth.all(from: begins, until: min(block.ended ?? now, now))
            items.append(
                Self.item(
                    block.label.isEmpty ? block.id : block.label, "Block Storage", from: begins,
                    until: block.ended ?? now, hours: hours.last?.hours ?? 0,
                    .double(block.monthlyCost.asNumber / 672), cost.rounded))
        }
        for snapshot in part.snapshots {
            let cost = ExactCost(of: snapshot, at: now, from: now.monthBegin)
            guard cost != ExactCost() else { continue }
            let begins = max(snapshot.created, now.monthBegin)
            let hours = BilledMonth.all(from: begins, until: min(snapshot.ended ?? now, now))
            items.append(
                Self.item(
                    snapshot.label.isEmpty ? snapshot.id : snapshot.label, "Snapshot",
                    from: begins, until: snapshot.ended ?? now, hours: hours.last?.hours ?? 0,
                    .double((VultrSnapshot.monthlyGB * Int(VultrSnapshot.size)).asNumber / 672),
                    cost.rounded))
        }
        return SimResponse(["pending_charges": .array(items)])
    }

    private static func item(
        _ description: String, _ product: String, from start: Instant, until end: Instant,
        hours: Int, _ price: JSON, _ total: Dollars
    ) -> JSON {
        [
            "description": .string(description), "product": .string(product),
            "start_date": .string(start.vultrText), "end_date": .string(end.vultrText),
            "units": .int(Int64(hours)), "unit_type": "hours", "unit_price": price,
            "total": total.vultrNumber,
        ]
    }
}
