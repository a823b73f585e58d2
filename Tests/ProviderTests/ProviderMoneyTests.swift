import Shared
import TestSupport
import Testing

/// The part of the contract that is about money.
@Suite struct ProviderMoneyTests {
    @Test(arguments: ProviderKind.allCases)
    func `credit falls as time goes`(_ kind: ProviderKind) async throws {
        try await kind.using { it in
            var left = try await it.provider.credit().left
            #expect(left > .zero)
            _ = try await it.running()
            for _ in 1...3 {
                it.clock.advance(.seconds(3 * 3600))
                let now = try await it.provider.credit().left
                #expect(now < left)
                left = now
            }
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `charges add up to what the credit fell by`(_ kind: ProviderKind) async throws {
        try await kind.using { it in
            let start = it.clock.now
            let before = try await it.provider.credit().left
            #expect(try await it.provider.charges(since: start).isEmpty)
            let first = try await it.running()
            it.clock.advance(.seconds(5 * 3600))
            _ = try await it.running()
            it.clock.advance(.seconds(40 * 3600))
            try await it.provider.destroy(first)
            it.clock.advance(.seconds(3 * 3600))
            let fell = before - (try await it.provider.credit().left)
            let charges = try await it.provider.charges(since: start)
            expect(charges.reduce(.zero) { $0 + $1.amount }, equals: fell)
            #expect(charges.allSatisfy { $0.from < $0.to && $0.from >= start })
            #expect(charges.map(\.from) == charges.map(\.from).sorted())
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `charges of months ago add up too`(_ kind: ProviderKind) async throws {
        try await kind.using { it in
            let start = it.clock.now
            let before = try await it.provider.credit().left
            let id = try await it.running()
            // From 18 November on, over two ends of months.
            it.clock.advance(.seconds(50 * 86_400))
            try await it.provider.destroy(id)
            let fell = before - (try await it.provider.credit().left)
            let charges = try await it.provider.charges(since: start)
            expect(charges.reduce(.zero) { $0 + $1.amount }, equals: fell)
            let newest = try await it.provider.charges(since: it.clock.now - .seconds(60))
            #expect(!newest.isEmpty && newest.count <= charges.count)
            it.clock.advance(.seconds(60 * 86_400))
            #expect(try await it.provider.charges(since: it.clock.now - .seconds(60)).isEmpty)
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `a stopped machine bills as is said, for its disk only or in full`(
        _ kind: ProviderKind
    ) async throws {
        try await kind.using { it in
            let id = try await it.running()
            #expect(try await it.provider.stop(id) == .accepted)
            it.clock.advance(.seconds(30))
            let instance = try await it.instance(id)
            let running = try #require(instance.running)
            let stopped = try #require(instance.stopped)
            let billing = try #require(instance.billing)
            switch it.provider.billsStopped {
            case .storageOnly: #expect(stopped < running && billing.upperBound < running)
            case .inFull: #expect(stopped == running && billing.lowerBound == running)
            }
            let before = try await it.provider.credit().left
            it.clock.advance(.seconds(10 * 3600))
            let fell = before - (try await it.provider.credit().left)
            expect(fell, equals: stopped.perHour * 10)
            #expect(billing.lowerBound.floor(for: .seconds(36_000)) <= fell)
            #expect(fell <= billing.upperBound.ceiling(for: .seconds(36_000)))
        }
    }

    /// The same but for what is lost in rounding each line to the micro-dollar.
    private func expect(
        _ sum: Dollars, equals other: Dollars, _ location: SourceLocation = #_sourceLocation
    ) {
        let difference = (sum - other).microdollars.magnitude
        #expect(
            difference <= 60 && sum > .zero, "\(sum) is not \(other)", sourceLocation: location)
    }
}
