/// Section 7 of the reference.
extension VultrClient {
    /// A negative balance is credit there; what the month has cost so far is pending.
    package func credit() async throws(ProviderError) -> Credit {
        let account = try await expectSuccess(.get, "account")?["account"]
        let money = { (name: String) in
            account?.lenientNumber(name).flatMap(Dollars.init(providerNumber:))
        }
        guard let balance = money("balance") else {
            throw .unexpected(provider: name, reason: "the account shows no balance")
        }
        return Credit(balance: .zero - balance, pending: money("pending_charges"))
    }

    /// The month so far, and the invoices of the months before as far back as is asked.
    ///
    /// Machines are charged by started hours up to the month's cap, halted or not.
    package func charges(since: Instant) async throws(ProviderError) -> [Charge] {
        var lines: [VultrInvoiceItem] = []
        // Invoices come when the month ends in New York, up to five hours after ours (UTC).
        if since < clock.now().monthStart + .seconds(5 * 3600) {
            let invoices: [VultrInvoice] = try await everything("billing/invoices")
            for invoice in invoices where invoice.date > since {
                lines += try await everything("billing/invoices/\(invoice.id)/items")
            }
        }
        lines += try await pendingCharges()
        return lines.map(\.charge).filter { $0.to > since }.sorted { $0.from < $1.from }
    }

    /// The one list without pages.
    private func pendingCharges() async throws(ProviderError) -> [VultrInvoiceItem] {
        let answer = try await expectSuccess(.get, "billing/pending-charges")
        guard let items = answer?.rows("pending_charges", VultrInvoiceItem.init) else {
            throw .unexpected(
                provider: name, reason: "the pending charges are not in their promised shape")
        }
        return items
    }
}
