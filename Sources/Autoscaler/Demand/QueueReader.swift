import Shared

/// Reads queues, and who works on them, from wherever the configuration says.
///
/// Whatever goes wrong is a reading too, never a zero (promise T2). No reason shows anything of
/// what was read or sent.
struct QueueReader: Sendable {
    var clock: WallClock
    var http: any HTTPExchange
    /// Where the variables of headers are looked up.
    var environment: [String: String]

    /// Reads a place once and answers everything that is asked of it.
    ///
    /// Of several URLs the next is asked only for those who have no answer yet to act on.
    func read(_ place: QueuePlace, for inquiries: Inquiries) async -> Inquiries {
        var inquiries = inquiries
        do throws(NumberPathError) {
            switch place.origin {
            case .file(let path):
                inquiries.take(.success(try file(path)), at: clock.now())
            case .command(let line):
                let content = try await command(line, timeout: place.timeout)
                inquiries.take(.success(content), at: clock.now())
            case .sqlite(let path, let query):
                let content = try await rows(
                    query, path, timeout: place.timeout, mostRows: inquiries.mostRows)
                inquiries.take(.success(content), at: clock.now())
            case .http(let urls, let headers):
                try await ask(urls, headers, timeout: place.timeout, for: &inquiries)
            }
        } catch {
            inquiries.take(.failure(error), at: clock.now())
        }
        return inquiries
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
