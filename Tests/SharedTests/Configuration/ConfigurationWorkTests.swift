import Testing

@testable import Shared

/// The keys that say how many machines so much work calls for.
@Suite struct ConfigurationWorkTests {
    private func group(_ keys: String) -> String {
        smallest.replacing("gpus:", with: keys.replacing("\n", with: "\n    ") + "\n    gpus:")
    }

    private func complaint(_ keys: String) -> [String] { complaints(about: group(keys)) }

    @Test func `a queue may be drained in time, at the rate that the user says`() throws {
        let policy = try read(group("drain_within: 2h\njobs_per_hour: 0.5")).groups.first
        let rate = try #require(JobRate(microjobsPerHour: 500_000))
        #expect(policy?.drain == DrainGoal(within: .seconds(7200), rate: rate))
        #expect(try read(smallest).groups.first?.drain == nil)
        #expect(try read(group("jobs_per_hour: .5\ndrain_within: 1m")).groups.count == 1)
    }

    @Test func `tolerance is off unless it is set`() throws {
        #expect(try read(smallest).groups.first?.tolerancePercent == 0)
        for percent in [0, 1, 10, 49, 50] {
            let policy = try read(group("tolerance: \(percent)%")).groups.first
            #expect(policy?.tolerancePercent == percent)
        }
        #expect(try read(group("tolerance: \"7%\"")).groups.first?.tolerancePercent == 7)
    }

    @Test func `a rate and a time to drain need each other`() {
        #expect(
            complaint("drain_within: 2h") == [
                "fleet.yaml:7:5: groups[0].drain_within needs jobs_per_hour: nothing says how much "
                    + "one machine gets done",
                "hint: add, for example, jobs_per_hour: 12, or leave out drain_within",
            ])
        #expect(
            complaint("jobs_per_hour: 12") == [
                "fleet.yaml:7:5: groups[0].jobs_per_hour needs drain_within: nothing says how soon "
                    + "the queue is to be empty",
                "hint: add, for example, drain_within: 2h, or leave out jobs_per_hour",
            ])
        let misspelt = complaint("drain_within: 2h\njobs_per_hours: 12")
        #expect(misspelt.count == 2 && misspelt[0].contains("no setting is called"), "\(misspelt)")
        let wrong = complaint("drain_within: 2\njobs_per_hour: 12")
        #expect(wrong.count == 2 && wrong[0].hasSuffix("drain_within is 2, without a unit"))
    }

    @Test(arguments: [
        ("tolerance: 10", "tolerance is 10, without a %", "write 10%"),
        ("tolerance: 0", "tolerance is 0, without a %", "write 0%"),
        ("tolerance: 70", "tolerance is 70, without a %", "write 0% to 50%"),
        ("tolerance: 0.1", "tolerance is \"0.1\", not a percentage such as 10%", "write 10%"),
        ("tolerance: .25", "tolerance is \".25\", not a percentage such as 10%", "write 25%"),
        ("tolerance: 10 %", "tolerance is \"10 %\", not a percentage such as 10%", "write 10%"),
        ("tolerance: 10 percent", "\"10 percent\", not a percentage such as 10%", "write 10%"),
        ("tolerance: 010%", "tolerance is \"010%\", not a percentage such as 10%", "write 10%"),
        ("tolerance: 10.0%", "tolerance is \"10.0%\", not a percentage such as 10%", "write 10%"),
        ("tolerance: 12.5%", "is \"12.5%\", not a whole percentage", "write 12% or 13%"),
        ("tolerance: 51%", "tolerance is 51%, not 0% to 50%", nil),
        ("tolerance: 99999999999999999999%", "99999999999999999999%, not 0% to 50%", nil),
        ("tolerance: -5%", "tolerance is \"-5%\", not a percentage such as 10%", nil),
        ("tolerance: \"%\"", "tolerance is \"%\", not a percentage such as 10%", nil),
        ("tolerance: off", "tolerance is \"off\", not a percentage such as 10%", nil),
        ("tolerance:", "tolerance is empty, not a percentage such as 10%", nil),
    ])
    func `what is no percentage is told with what was meant`(
        _ key: String, _ what: String, _ hint: String?
    ) {
        let told = complaint(key)
        #expect(told.first?.hasSuffix(what) == true, "\(told)")
        #expect(told.dropFirst().first == hint.map { "hint: \($0)" }, "\(told)")
    }

    @Test(arguments: [
        ("0", "is 0, not above 0", nil), ("0.0", "is 0.0, not above 0", nil),
        ("-1", "is -1, not above 0", nil),
        ("12/h", "is \"12/h\", not a number of jobs such as 12 or 0.5", "write 12"),
        ("12 jobs per hour", "not a number of jobs such as 12 or 0.5", "write 12"),
        ("\"0,5\"", "is \"0,5\", not a number of jobs such as 12 or 0.5", "write 0.5"),
        ("1e3", "is \"1e3\", not a number of jobs such as 12 or 0.5", "write 1000"),
        ("many", "is \"many\", not a number of jobs such as 12 or 0.5", nil),
        ("0.0000001", "is 0.0000001, with more than six decimals", nil),
        ("1000000001", "is 1000000001, more than a billion", nil),
    ])
    func `what is no rate is told with what was meant`(
        _ value: String, _ what: String, _ hint: String?
    ) {
        let told = complaint("drain_within: 2h\njobs_per_hour: \(value)")
        #expect(told.first?.hasSuffix(what) == true, "\(told)")
        #expect(told.dropFirst().first == hint.map { "hint: \($0)" }, "\(told)")
    }
}
