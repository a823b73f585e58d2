import Shared

/// Reads queues, and who works on them, from wherever the configuration says.
///
/// Whatever goes wrong is a reading too, never a zero (promise T2).
struct QueueReader: Sendable {
    var clock: WallClock
    var http: any HTTPExchange
    /// Where the variables of headers are looked up.
    var environment: [String: String]

    /// Reads a value from an origin.
    ///
    /// - Parameters:
    ///   - origin: Where to read. Of several URLs the first that gives a reading counts; where
    ///     none does, one that is stale.
    ///   - timeout: The longest it may take, all tries together, in real time.
    ///   - maxAge: A reading older than this is stale.
    ///   - mostRows: How many rows of a database are taken; more are a failure.
    ///   - parse: Makes the value of what was read, and says when it was observed.
    /// - Returns: The reading; why there is none where anything failed.
    func read<Value>(
        _ origin: QueueOrigin, timeout: Duration, maxAge: Duration, mostRows: Int,
        parse: (QueueContent) throws(NumberPathError) -> (value: Value, observedAt: Instant)
    ) async -> Reading<Value> {
        func judged(_ content: QueueContent) throws(NumberPathError) -> Reading<Value> {
            let (value, observedAt) = try parse(content)
            return Reading(value, observedAt: observedAt, maxAge: maxAge, now: clock.now())
        }
        do throws(NumberPathError) {
            switch origin {
            case .file(let path): return try judged(try file(path))
            case .command(let line): return try judged(try await command(line, timeout: timeout))
            case .sqlite(let path, let query):
                return try judged(
                    try await rows(query, path, timeout: timeout, mostRows: mostRows))
            case .http(let urls, let headers):
                return await first(urls, try sent(headers), timeout: timeout, judged: judged)
            }
        } catch {
            return .missing(reason: error.reason)
        }
    }

    private func file(_ path: String) throws(NumberPathError) -> QueueContent {
        let file: SmallFile
        do throws(SmallFile.Failure) {
            file = try SmallFile(path: path, limit: largestAnswer)
        } catch {
            throw NumberPathError("\(path) \(error.words)")
        }
        return .document(try document(file.bytes), written: clock.fromSystem(file.modified))
    }

    private func command(
        _ line: String, timeout: Duration
    ) async throws(NumberPathError) -> QueueContent {
        let output = await runShell(line, timeout: timeout, limit: largestAnswer)
        guard case .printed(let text) = output else {
            throw NumberPathError("the command \(output.problem)")
        }
        return .document(try document(text), written: clock.now())
    }

    private func rows(
        _ query: String, _ path: String, timeout: Duration, mostRows: Int
    ) async throws(NumberPathError) -> QueueContent {
        do throws(QueryFailure) {
            let answer = try await runQuery(
                query, in: path, timeout: timeout, mostRows: mostRows)
            return .rows(answer, read: clock.now())
        } catch {
            throw NumberPathError("\(path) \(error.what)")
        }
    }
}

/// What was read, not yet understood.
enum QueueContent: Equatable, Sendable {
    case document(JSONValue, written: Instant)
    case rows(QueryAnswer, read: Instant)
}

/// The largest file, output or answer that is read, in bytes.
let largestAnswer = 10_000_000

/// Reads the text of a file, an output or an answer.
func document(_ text: [UInt8]) throws(NumberPathError) -> JSONValue {
    do throws(JSONProblem) {
        return try JSONValue(strictly: text)
    } catch {
        throw NumberPathError("it is no JSON: \(error)")
    }
}

extension ShellOutput {
    fileprivate var problem: String {
        switch self {
        case .printed: "printed something unusable"
        case .failed(let status): "failed: \(status)"
        case .timedOut(let limit): "did not end within \(limit.text)"
        case .tooMuch(let limit): "printed more than \(limit) bytes"
        case .notStarted(let reason): reason
        }
    }
}
