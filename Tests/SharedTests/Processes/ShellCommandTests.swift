import FoundationEssentials
import Glibc
import Shared
import Testing

@Suite struct ShellCommandTests {
    private func run(_ line: String, timeout: Duration = .seconds(600), limit: Int = 1000) async
        -> ShellOutput
    {
        await runShell(line, timeout: timeout, limit: limit)
    }

    @Test func `what a command prints is given back, what it complains about is not`() async {
        #expect(await run("echo 5; echo no >&2") == .printed(Array("5\n".utf8)))
        #expect(await run("true") == .printed([]))
    }

    @Test func `it is a shell's line, without input`() async {
        #expect(await run("a=3; echo $((a + 4)) | cat") == .printed(Array("7\n".utf8)))
        #expect(await run("cat") == .printed([]))
    }

    @Test(arguments: ["exit 3", "false", "no-such-command-here", "kill -9 $$"])
    func `a command that fails gives nothing to rely on, whatever it printed`(_ line: String) async
    {
        guard case .failed = await run("echo 5; \(line)") else {
            Issue.record("\(line) did not fail")
            return
        }
    }

    @Test(
        arguments: [
            ("exit 3", "exited with status 3", nil),
            ("echo one >&2; echo two >&2; echo >&2; exit 4", "exited with status 4", "two"),
            ("printf 'a\\033[2Jb\\tc' >&2; exit 1", "exited with status 1", "a [2Jb c"),
            ("kill -9 $$", "was ended by signal 9", nil),
            ("sleep 600 >/dev/null & echo no >&2; exit 1", "exited with status 1", "no"),
        ] as [(String, String, String?)])
    func `a failure says how, and the last that the command said`(
        _ line: String, _ how: String, _ complaint: String?
    ) async {
        #expect(await run(line) == .failed(how: how, complaint: complaint))
    }

    @Test func `what was not found is named`() async {
        guard case .failed(let how, let complaint) = await run("no-such-command-here") else {
            Issue.record("it did not fail")
            return
        }
        #expect(how == "exited with status 127")
        #expect(complaint?.hasSuffix("no-such-command-here: not found") == true)
    }

    @Test func `a command may complain without end`() async {
        let output = await run("head -c 3000000 /dev/zero >&2; echo >&2; echo last >&2; exit 1")
        #expect(output == .failed(how: "exited with status 1", complaint: "last"))
    }

    @Test func `a command that prints too much is stopped`() async {
        #expect(await run("yes") == .tooMuch(limit: 1000))
        #expect(await run("head -c 1000 /dev/zero") == .printed(Array(repeating: 0, count: 1000)))
        #expect(await run("head -c 1001 /dev/zero") == .tooMuch(limit: 1000))
    }

    @Test func `the providers' keys are not in its environment`() async {
        setenv("VULTR_API_KEY", "hidden", 1)
        defer { unsetenv("VULTR_API_KEY") }
        #expect(await run("env | grep -c hidden || true") == .printed(Array("0\n".utf8)))
    }

    @Test(arguments: [
        ("a plain wait", "sleep 600"),
        ("a child in the foreground", "sh -c 'sleep 600; true'; true"),
        ("a child in the background", "sleep 600 & wait"),
        ("one that ignores the request", "trap '' TERM; sleep 600; sleep 600"),
    ])
    func `a command that hangs is ended with all that it started`(
        _ what: String, _ line: String
    ) async throws {
        let mark = "fk\(UUID().uuidString)"
        let output = await run("export FK_MARK=\(mark); \(line)", timeout: .milliseconds(300))
        #expect(output == .timedOut(after: .milliseconds(300)))
        #expect(try await survivors(of: mark).isEmpty, "\(what)")
    }

    @Test(arguments: ["echo 5", "echo 5; exit 1"])
    func `what a command left in the background is ended with it`(_ line: String) async throws {
        let mark = "fk\(UUID().uuidString)"
        let output = await run("export FK_MARK=\(mark); sleep 600 & \(line)")
        #expect((output == .printed(Array("5\n".utf8))) == !line.hasSuffix("1"))
        #expect(try await survivors(of: mark).isEmpty)
    }

    /// The processes with a mark that are still there after a while; they are ended then.
    private func survivors(of mark: String) async throws -> [pid_t] {
        for _ in 0..<100 where !processes(marked: mark).isEmpty {
            try await Task.sleep(for: .milliseconds(50))
        }
        let left = processes(marked: mark)
        for pid in left { kill(pid, SIGKILL) }
        return left
    }

    /// The living processes whose environment holds a mark.
    private func processes(marked mark: String) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { pid in
            guard let file = try? SmallFile(path: "/proc/\(pid)/environ", limit: 1 << 20) else {
                return false
            }
            return String(decoding: file.bytes, as: UTF8.self).contains("FK_MARK=\(mark)")
        }
    }
}
