import Testing

@testable import Shared

/// Machines that a queue needs to be empty in time, exact to the last job.
@Suite struct DrainGoalTests {
    private func goal(_ microjobs: Int64, _ within: Duration) throws -> DrainGoal {
        DrainGoal(within: within, rate: try #require(JobRate(microjobsPerHour: microjobs)))
    }

    @Test(
        arguments: [
            (0, 12_000_000, 7200, 0), (1, 12_000_000, 7200, 1), (24, 12_000_000, 7200, 1),
            (25, 12_000_000, 7200, 2), (300, 12_000_000, 7200, 13), (312, 12_000_000, 7200, 13),
            (313, 12_000_000, 7200, 14), (3, 500_000, 7200, 3), (1, 1, 3600, 1_000_000),
            (7, 100_000, 36_000, 7), (3, 300_000, 36_000, 1), (4, 300_000, 36_000, 2),
        ] as [(Int, Int64, Int64, Int)])
    func `enough machines and not one more`(
        _ jobs: Int, _ microjobs: Int64, _ seconds: Int64, _ machines: Int
    ) throws {
        #expect(try goal(microjobs, .seconds(seconds)).machines(for: jobs) == machines)
    }

    @Test func `a rate that is no binary fraction does not drift`() throws {
        // A tenth of a job an hour, ten hours: one job each, whatever their number.
        let goal = try goal(100_000, .seconds(36_000))
        for jobs in [1, 3, 333, 999_999_999, 1_000_000_000] {
            #expect(goal.machines(for: jobs) == jobs)
            #expect(goal.machines(for: 10 * jobs) == 10 * jobs)
        }
    }

    @Test func `the extremes are numbers, too`() throws {
        let longest = Duration.seconds(10_000 * 86_400)
        let slow = try goal(1, .seconds(60))
        #expect(slow.machines(for: 2_000_000_000) == 120_000_000_000_000_000)
        let slowest = try goal(1, .microseconds(1))
        #expect(slowest.machines(for: 2_000_000_000) == .max)
        #expect(slowest.machines(for: .max) == .max)
        let fastest = try goal(1_000_000_000_000_000, longest)
        #expect(fastest.machines(for: 2_000_000_000) == 1)
        #expect(fastest.machines(for: .max) == 38_431)
        #expect(fastest.machines(for: -1) == 0 && fastest.machines(for: .min) == 0)
    }

    @Test func `a rate is above zero and shows no zeros at its end`() {
        #expect(JobRate(microjobsPerHour: 0) == nil && JobRate(microjobsPerHour: -1) == nil)
        #expect(JobRate(microjobsPerHour: 1_000_000_000_000_001) == nil)
        let shown = [12_000_000, 500_000, 1, 1_050_000].map {
            JobRate(microjobsPerHour: $0)?.description
        }
        #expect(shown == ["12", "0.5", "0.000001", "1.05"])
    }
}
