import Shared

/// What each calendar month has cost, line by line: the present one pending, the others invoiced.
extension VultrCall {
    func pendingCharges() -> SimResponse {
        let lines = part.lines(inMonthFrom: state.now.monthBegin, at: state.now)
        return SimResponse(["pending_charges": .array(lines.map(\.json))])
    }

    /// The invoices of the months that are over, oldest first; a month that cost nothing has none.
    func invoices() throws(VultrRefusal) -> SimResponse {
        try VultrPage(of: pastMonths, for: request, id: \.invoiceID)
            .answer("billing_invoices") { invoice(of: $0) }
    }

    func invoice(_ id: String) throws(VultrRefusal) -> SimResponse {
        SimResponse(["billing_invoice": invoice(of: try month(id))])
    }

    func invoiceItems(_ id: String) throws(VultrRefusal) -> SimResponse {
        let lines = part.lines(inMonthFrom: try month(id), at: state.now)
        return try VultrPage(of: lines, for: request, id: \.id)
            .answer("invoice_items", \.json)
    }

    private func month(_ id: String) throws(VultrRefusal) -> Instant {
        guard let month = pastMonths.first(where: { $0.invoiceID == id }) else {
            throw VultrRefusal(404, "Invalid invoice ID")
        }
        return month
    }

    private func invoice(of month: Instant) -> JSON {
        let costs = pastMonths.filter { $0 <= month }.map { month in
            part.lines(inMonthFrom: month, at: state.now).reduce(.zero) { $0 + $1.cost }
        }
        let credit = world.settings.account.credit
        return [
            "id": .int(Int64(month.invoiceID) ?? 0),
            "date": .string(month.nextMonth.vultrText),
            "description": .string("Invoice #\(month.invoiceID)"),
            "amount": (costs.last ?? .zero).vultrNumber,
            // Credit is negative.
            "balance": (costs.reduce(.zero, +) - credit).vultrNumber,
        ]
    }

    private var pastMonths: [Instant] {
        let part = part
        let machines = part.ended + part.machines
        let blocks = part.endedBlocks + part.blocks
        guard let first = (machines.map(\.created) + blocks.map(\.created)).min() else { return [] }
        var months: [Instant] = []
        var month = first.monthBegin
        while month < state.now.monthBegin {
            if !part.lines(inMonthFrom: month, at: state.now).isEmpty { months.append(month) }
            month = month.nextMonth
        }
        return months
    }
}

/// One line of an invoice.
struct VultrInvoiceLine: Sendable {
    var id: String
    var cost: Dollars
    var json: JSON
}

extension VultrState {
    /// What was charged in one calendar month; nothing for what was free.
    fileprivate func lines(inMonthFrom begin: Instant, at now: Instant) -> [VultrInvoiceLine] {
        let end = min(begin.nextMonth, now)
        var lines: [VultrInvoiceLine] = []
        for machine in ended + machines {
            for part in machine.parts(until: now) where part.month.begins.monthBegin == begin {
                lines.append(
                    VultrInvoiceLine(
                        id: machine.id,
                        description: machine.label.isEmpty ? machine.id : machine.label,
                        product: part.planID, from: part.month.begins,
                        until: min(machine.ended ?? end, end), hours: part.month.hours,
                        price: part.rate.hourly.vultrNumber, cost: part.cost))
            }
        }
        for block in endedBlocks + blocks where block.created < end {
            let cost = ExactCost(of: block, at: end, from: begin)
            guard cost != ExactCost() else { continue }
            let from = max(block.created, begin)
            let until = min(block.ended ?? end, end)
            lines.append(
                VultrInvoiceLine(
                    id: block.id, description: block.label.isEmpty ? block.id : block.label,
                    product: "Block Storage", from: from, until: until,
                    hours: BilledMonth.all(from: from, until: until).last?.hours ?? 0,
                    price: .double(block.monthlyCost.asNumber / 672), cost: cost.rounded))
        }
        return lines + snapshotLines(inMonthFrom: begin, until: end)
    }

    private func snapshotLines(inMonthFrom begin: Instant, until end: Instant) -> [VultrInvoiceLine]
    {
        snapshots.filter { $0.created < end }.compactMap { snapshot in
            let cost = ExactCost(of: snapshot, at: end, from: begin)
            guard cost != ExactCost() else { return nil }
            let from = max(snapshot.created, begin)
            let until = min(snapshot.ended ?? end, end)
            let monthly = VultrSnapshot.monthlyGB * Int(VultrSnapshot.size)
            return VultrInvoiceLine(
                id: snapshot.id,
                description: snapshot.label.isEmpty ? snapshot.id : snapshot.label,
                product: "Snapshot", from: from, until: until,
                hours: BilledMonth.all(from: from, until: until).last?.hours ?? 0,
                price: .double(monthly.asNumber / 672), cost: cost.rounded)
        }
    }
}

extension VultrInvoiceLine {
    fileprivate init(
        id: String, description: String, product: String, from start: Instant, until end: Instant,
        hours: Int, price: JSON, cost: Dollars
    ) {
        self.init(
            id: id, cost: cost,
            json: [
                "description": .string(description), "product": .string(product),
                "start_date": .string(start.vultrText), "end_date": .string(end.vultrText),
                "units": .int(Int64(hours)), "unit_type": "hours", "unit_price": price,
                "total": cost.vultrNumber,
            ])
    }
}

extension Instant {
    /// The number of the invoice of the month that begins here: `202611`.
    fileprivate var invoiceID: String {
        let date = CivilDate(daysSince1970: microseconds / 86_400_000_000)
        return "\(date.year * 100 + date.month)"
    }
}
