import Testing

/// What holds for scripts, for what is installed and for what git must leave alone.
@Suite struct ScriptTests {
    @Test func `every script is executable and says what runs it`() throws {
        let scripts = try Repository.files().filter { file in
            file.path.hasPrefix("scripts/") || file.path.hasPrefix(".ci/")
                || file.path.hasSuffix(".sh") || file.text.hasPrefix("#!")
        }
        #expect(scripts.contains { $0.path == ".ci/run" })
        for script in scripts {
            #expect(script.text.hasPrefix("#!/"), "\(script.path) has no #! line")
            #expect(Repository.isExecutable(script.path), "\(script.path) is not executable")
            #expect(
                script.text.contains("\nset -euo pipefail\n"),
                "\(script.path) goes on after errors")
        }
    }

    @Test func `the crontab fragment has five fields and then the autoscaler`() throws {
        let fragment = try #require(Repository.file("cron/fleetkeeper.crontab"))
        let jobs = cronLines(fragment.text)
        #expect(jobs.count == 1)
        for job in jobs {
            let fields = job.split(separator: " ", maxSplits: 5).map(String.init)
            #expect(isSchedule(Array(fields.prefix(5))))
            #expect(fields.last?.hasPrefix("/usr/local/bin/autoscaler --check --quiet") == true)
            // In a crontab % ends the command.
            #expect(!job.contains("%"))
        }
    }

    @Test(arguments: [
        (["*/5", "*", "*", "*", "*"], true), (["0,30", "1-5", "*", "*", "7"], true),
        (["*/5", "*", "*", "*"], false), (["60", "*", "*", "*", "*"], false),
        (["*/0", "*", "*", "*", "*"], false), (["*", "*", "*", "*", "autoscaler"], false),
        (["*", "24", "*", "*", "*"], false), (["5-1", "*", "*", "*", "*"], false),
    ])
    func `a schedule has five fields, each in its range`(_ fields: [String], _ isGood: Bool) {
        #expect(isSchedule(fields) == isGood)
    }

    @Test func `git leaves what is built alone`() throws {
        let ignored = try #require(Repository.file(".gitignore"))
        #expect(ignored.lines.contains("Package.resolved"))
        #expect(ignored.lines.contains(".build/"))
        let kept = try Repository.paths().filter {
            $0 == "Package.resolved" || $0.hasPrefix(".build/")
        }
        #expect(kept == [])
    }

    private func cronLines(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") && $0.contains { $0 != " " } }
    }

    private func isSchedule(_ fields: [String]) -> Bool {
        let ranges = [0...59, 0...23, 1...31, 1...12, 0...7]
        return fields.count == 5
            && zip(fields, ranges).allSatisfy { field, range in
                field.split(separator: ",", omittingEmptySubsequences: false).allSatisfy {
                    isPart($0, in: range)
                }
            }
    }

    private func isPart(_ part: Substring, in range: ClosedRange<Int>) -> Bool {
        let halves = part.split(separator: "/", omittingEmptySubsequences: false)
        if halves.count == 2 {
            guard let step = Int(halves[1]), step > 0 else { return false }
        }
        guard halves.count <= 2 else { return false }
        if halves[0] == "*" { return true }
        let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard let first = ends.first, let low = first, let last = ends.last, let high = last else {
            return false
        }
        return ends.count <= 2 && low <= high && range.contains(low) && range.contains(high)
    }
}
