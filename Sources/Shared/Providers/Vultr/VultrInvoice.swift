/// An invoice of a month that is over.
struct VultrInvoice: VultrListed {
    static let listName = "billing_invoices"

    var id: String
    /// When it was written, after the time that it is for.
    var date: Instant

    /// - Returns: `nil` without a usable id or date: its items would be missing in a sum.
    init?(_ row: JSONValue) {
        guard let id = row.lenientID("id").flatMap({ Int64($0) }),
            let date = row.lenientText("date").flatMap(Instant.init(vultrBilling:))
        else { return nil }
        self.id = "\(id)"
        self.date = date
    }
}

/// A line of an invoice, or of what will be one.
struct VultrInvoiceItem: VultrListed {
    static let listName = "invoice_items"

    var charge: Charge

    /// - Returns: `nil` when it has no amount or no time: it would be missing in a sum.
    init?(_ row: JSONValue) {
        guard let total = row.lenientNumber("total").flatMap(Dollars.init(providerNumber:)),
            let from = row.lenientText("start_date").flatMap(Instant.init(vultrBilling:)),
            let to = row.lenientText("end_date").flatMap(Instant.init(vultrBilling:)), from <= to
        else { return nil }
        let words = ["product", "description"].compactMap(row.lenientText)
        charge = Charge(
            description: bounded(words.filter { !$0.isEmpty }.joined(separator: ": ")),
            from: from, to: to, amount: total)
    }
}

extension Instant {
    /// A time of a bill: with its offset from UTC, or in the older form `2014-07-18 15:31:01`.
    fileprivate init?(vultrBilling text: String) {
        let date = Instant(offsetTime: text)
        guard
            let date = date ?? Instant(offsetTime: text.replacing(" ", with: "T") + "+00:00")
        else { return nil }
        self = date
    }
}
