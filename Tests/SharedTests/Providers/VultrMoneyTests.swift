import Shared
import Testing

/// Section 7 of the reference.
@Suite struct VultrMoneyTests {
    /// 20 November 2026, 08:53:20 UTC.
    private static let now = Instant(seconds: 1_795_164_800)
    private static let month = CivilDate(year: 2026, month: 11, day: 1).start

    private func dollars(_ microdollars: Int64) -> Dollars { Dollars(microdollars: microdollars) }

    @Test(arguments: [
        (#"{"balance": -100.55, "pending_charges": 60.25}"#, 100_550_000, 60_250_000, 40_300_000),
        (#"{"balance": "12.5", "pending_charges": 0}"#, -12_500_000, 0, -12_500_000),
    ])
    func `a negative balance is credit, and what is pending is not left`(
        _ account: String, _ balance: Int64, _ pending: Int64, _ left: Int64
    ) async throws {
        let vultr = try ScriptedVultr(bodies: #"{"account": \#(account)}"#)
        let credit = try await vultr.client.credit()
        #expect(credit == Credit(balance: dollars(balance), pending: dollars(pending)))
        #expect(credit.left == dollars(left))
        #expect(vultr.paths == ["GET /account"])
    }

    @Test(arguments: ["", "{}", #"{"account": {}}"#, #"{"account": {"balance": null}}"#, "<html>"])
    func `an account that shows no balance has not none`(_ body: String) async throws {
        await #expect(throws: ProviderError.self) {
            _ = try await ScriptedVultr(bodies: body).client.credit()
        }
    }

    private func item(
        _ total: String, _ start: String = "2026-11-19T00:00:00+00:00",
        _ end: String = "2026-11-20T08:00:00+00:00"
    ) -> String {
        #"{"description": "fk-a", "product": "vcg-a100", "start_date": "\#(start)", "#
            + #""end_date": "\#(end)", "units": 32, "unit_type": "hours", "unit_price": 0.123, "#
            + #""total": \#(total)}"#
    }

    private func pending(_ items: String...) -> String {
        #"{"pending_charges": [\#(items.joined(separator: ", "))]}"#
    }

    @Test func `the month so far comes in one list without pages`() async throws {
        let vultr = try ScriptedVultr(
            [.status(200, body: pending(item("3.936"), item("-1")))], now: Self.now)
        let since = Self.month + .seconds(5 * 3600)
        let charges = try await vultr.client.charges(since: since)
        #expect(charges.map(\.amount) == [dollars(3_936_000), dollars(-1_000_000)])
        #expect(
            charges.first
                == Charge(
                    description: "vcg-a100: fk-a",
                    from: CivilDate(year: 2026, month: 11, day: 19).start,
                    to: CivilDate(year: 2026, month: 11, day: 20).start + .seconds(8 * 3600),
                    amount: dollars(3_936_000)))
        #expect(vultr.paths == ["GET /billing/pending-charges"])
    }

    @Test func `months before are in invoices, of which only those that may matter are read`()
        async throws
    {
        let invoices = vultrPage(
            "billing_invoices", #"{"id": 1, "date": "2026-10-01T00:00:00+00:00", "amount": 9}"#,
            #"{"id": "2", "date": "2026-11-01 00:00:00", "amount": 5}"#)
        let items = vultrPage(
            "invoice_items", item("5", "2026-10-05 00:00:00", "2026-10-31 15:31:01"),
            item("4", "2026-10-01 00:00:00", "2026-10-02 00:00:00"))
        let vultr = try ScriptedVultr(
            [invoices, items, pending(item("3"))].map { .status(200, body: $0) }, now: Self.now)
        let since = CivilDate(year: 2026, month: 10, day: 3).start
        let charges = try await vultr.client.charges(since: since)
        #expect(charges.map(\.amount) == [dollars(5_000_000), dollars(3_000_000)])
        #expect(
            vultr.paths == [
                "GET /billing/invoices?per_page=500",
                "GET /billing/invoices/2/items?per_page=500", "GET /billing/pending-charges",
            ])
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"pending_charges": null}"#, #"{"pending_charges": [{}]}"#,
        #"{"pending_charges": [{"total": 1, "start_date": "x", "end_date": "y"}]}"#, "<html>",
    ])
    func `a part of the charges is no charges`(_ body: String) async throws {
        let vultr = try ScriptedVultr([.status(200, body: body)], now: Self.now)
        await #expect(throws: ProviderError.self) {
            _ = try await vultr.client.charges(since: Self.now - .seconds(60))
        }
    }

    @Test func `a key without the permission for billing is told`() async throws {
        let vultr = try ScriptedVultr(
            [.status(403, body: #"{"error": "no billing", "status": 403}"#)], now: Self.now)
        let error = await #expect(throws: ProviderError.self) {
            _ = try await vultr.client.charges(since: Self.now - .seconds(60))
        }
        #expect(error?.explanation.status == .credentials)
    }
}
