/// How soon a queue is to be empty, and how fast one machine works on it.
///
/// Nothing here is measured: the rate is what the user says.
package struct DrainGoal: Equatable, Sendable {
    /// The time in which all jobs that wait or run now are to be done; above 0.
    package var within: Duration
    /// What one machine gets done, with all the jobs that it works on at a time.
    package var rate: JobRate

    package init(within: Duration, rate: JobRate) {
        self.within = within
        self.rate = rate
    }

    /// The fewest machines that get so many jobs done in time; 0 for none.
    ///
    /// Beyond what a number can hold it stops at the largest there is.
    package func machines(for jobs: Int) -> Int {
        let hour: Int128 = 3_600_000_000
        // In millionths of a job and of a second; both stay far below what 128 bits hold.
        let work = Int128(max(0, jobs)) * 1_000_000 * hour
        let each = Int128(rate.microjobsPerHour) * Int128(max(1, within.microseconds))
        return Int(clamping: (work + each - 1) / each)
    }
}
