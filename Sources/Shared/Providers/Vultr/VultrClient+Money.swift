import FoundationEssentials

/// Section 7 of the reference.
extension VultrClient {
    /// A negative balance is credit there; what the month has cost so far is pending.
    package func credit() async throws(ProviderError) -> Credit {
        let response = try await expectSuccess(.get, "account")
        guard let answer = try? JSONDecoder().decode(VultrMoney.self, from: Data(response.body)),
            let balance = answer.balance
        else { throw .unexpected(provider: name, reason: "the account shows no balance") }
        return Credit(balance: .zero - balance, pending: answer.pending)
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
        let response = try await expectSuccess(.get, "billing/pending-charges")
        guard let answer = try? JSONDecoder().decode(Pending.self, from: Data(response.body))
        else {
            throw .unexpected(
                provider: name, reason: "the pending charges are not in their promised shape")
        }
        return answer.items
    }

    private struct Pending: Decodable {
        var items: [VultrInvoiceItem]

        private enum CodingKeys: String, CodingKey {
            case items = "pending_charges"
        }
    }
}

/// The money of an account, in dollars.
private struct VultrMoney: Decodable {
    var balance: Dollars?
    var pending: Dollars?

    private enum CodingKeys: String, CodingKey {
        case account, balance
        case pending = "pending_charges"
    }

    init(from decoder: any Decoder) throws {
        let account = try decoder.container(keyedBy: CodingKeys.self)
            .nestedContainer(keyedBy: CodingKeys.self, forKey: .account)
        balance = account.lenientNumber(.balance).flatMap(Dollars.init(providerNumber:))
        pending = account.lenientNumber(.pending).flatMap(Dollars.init(providerNumber:))
    }
}
