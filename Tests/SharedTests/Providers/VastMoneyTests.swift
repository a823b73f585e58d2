import Shared
import Testing

/// Sections 5.1 and 5.4 of the reference.
@Suite struct VastMoneyTests {
    private static let start = Instant(seconds: 1_785_628_800)

    private func dollars(_ microdollars: Int64) -> Dollars { Dollars(microdollars: microdollars) }

    @Test(arguments: [
        (#"{"credit": 25.00, "balance": 0.0}"#, 25_000_000),
        (#"{"credit": 1.5, "balance": 2}"#, 3_500_000), (#"{"balance": "2.25"}"#, 2_250_000),
        (#"{"credit": -3.5, "balance": null}"#, -3_500_000), (#"{"credit": 0}"#, 0),
    ])
    func `credit and balance count together, whichever the service calls which`(
        _ body: String, _ left: Int64
    ) async throws {
        let credit = try await ScriptedVast(body: body).client.credit()
        #expect(credit == Credit(balance: dollars(left)) && credit.left == dollars(left))
    }

    @Test(arguments: ["", "{}", "[]", #"{"credit": null}"#, #"{"credit": "much"}"#, "<html>"])
    func `an account that shows no money has not none`(_ body: String) async throws {
        await #expect(throws: ProviderError.self) {
            _ = try await ScriptedVast(body: body).client.credit()
        }
    }

    private func page(_ rows: String..., next: String = "null") -> String {
        #"{"success": true, "count": 1, "total": 9, "next_token": \#(next), "#
            + #""results": [\#(rows.joined(separator: ", "))]}"#
    }

    private let row = #"""
        {"start": 1785628800, "end": 1785715200, "type": "instance",
         "source": "instance-26400002", "description": "Instance 26400002\ncharges",
         "amount": 3.21, "metadata": {"label": "conf-a"}, "items": [
          {"type": "gpu", "amount": 3.04}, {"type": "disk", "amount": "0.1"},
          {"type": "bwd", "amount": 0.05}, {"type": "bwu", "amount": 0.02}, {"type": "x"},
          {"type": "tax", "amount": 0}]}
        """#

    @Test func `a charge is typed, with its machine and its parts`() async throws {
        let vast = try ScriptedVast(body: page(row))
        let charges = try await vast.client.charges(since: Self.start)
        #expect(
            charges == [
                Charge(
                    instance: InstanceID(provider: .vast, value: "26400002"),
                    description: "Instance 26400002 charges", from: Self.start,
                    to: Self.start + .seconds(86_400), amount: dollars(3_210_000),
                    parts: [
                        Charge.Part(kind: .gpu, amount: dollars(3_040_000)),
                        Charge.Part(kind: .disk, amount: dollars(100_000)),
                        Charge.Part(kind: .download, amount: dollars(50_000)),
                        Charge.Part(kind: .upload, amount: dollars(20_000)),
                        Charge.Part(kind: .other("tax"), amount: .zero),
                    ])
            ])
        #expect(
            vast.paths == [
                "GET /api/v0/charges/?select_filters=%7B%22day%22%3A%7B%22gte%22%3A1785628800%2C"
                    + "%22lte%22%3A\(Int64(vast.clock.now.seconds) + 1)%7D%7D&latest_first=false"
                    + "&limit=100&format=table"
            ])
    }

    @Test func `every page of charges is followed, the oldest charge comes first`() async throws {
        let later = row.replacing("1785628800", with: "1785715200").replacing(
            "\"end\": 1785715200", with: "\"end\": 1785801600")
        let vast = try ScriptedVast([
            .status(200, body: page(later, next: #""t+1""#)), .status(200, body: page(row)),
        ])
        let charges = try await vast.client.charges(since: Self.start)
        #expect(charges.map(\.from) == [Self.start, Self.start + .seconds(86_400)])
        #expect(vast.paths.last?.hasSuffix("&after_token=t%2B1") == true)
    }

    @Test func `a charge that ended before is left out, one that goes on is given whole`()
        async throws
    {
        let vast = try ScriptedVast([
            .status(200, body: page(row)), .status(200, body: page(row)),
        ])
        let end = Self.start + .seconds(86_400)
        #expect(try await vast.client.charges(since: end - .seconds(1)).count == 1)
        #expect(try await vast.client.charges(since: end).isEmpty)
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"results": null}"#, #"{"results": [{}]}"#, #"{"results": [1]}"#,
        #"{"results": [{"start": 1, "end": 2}]}"#,
        #"{"results": [{"start": 2, "end": 1, "amount": 1}]}"#,
        #"{"success": false, "error": "invalid_args", "results": []}"#,
    ])
    func `a part of the charges is no charges`(_ body: String) async throws {
        let vast = try ScriptedVast([
            .status(200, body: page(row, next: #""t""#)), .status(200, body: body),
        ])
        await #expect(throws: ProviderError.self) {
            _ = try await vast.client.charges(since: Self.start)
        }
    }

    @Test func `a cursor that repeats ends the charges with an error`() async throws {
        let vast = try ScriptedVast([
            .status(200, body: page(row, next: #""t""#)),
            .status(200, body: page(row, next: #""t""#)),
        ])
        await #expect(throws: ProviderError.self) {
            _ = try await vast.client.charges(since: Self.start)
        }
    }
}
