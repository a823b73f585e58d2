import Shared

extension QueueReader {
    /// Asks one URL after the other until one gives a reading that may be acted on.
    ///
    /// Each try gets an equal share of the time that is left, so a server that hangs leaves time
    /// for the next. Where no reading may be acted on, the youngest stale one is the answer, and
    /// where there is none, the reason of each failure is.
    func first<Value>(
        _ urls: [String], _ headers: [(name: String, value: String)], timeout: Duration,
        judged: (QueueContent) throws(NumberPathError) -> Reading<Value>
    ) async -> Reading<Value> {
        let end = ContinuousClock.now + timeout
        var stale: (reading: Reading<Value>, age: Duration)?
        var reasons: [String] = []
        for (index, url) in urls.enumerated() {
            let begun = ContinuousClock.now
            let share = (end - begun) / (urls.count - index)
            let place =
                urls.count == 1 ? httpPlace(of: url) : "http[\(index)] \(httpPlace(of: url))"
            do throws(NumberPathError) {
                let reading = try judged(try await content(of: url, headers, timeout: share))
                switch reading {
                case .known: return reading
                case .stale(_, let age, _):
                    if age < stale?.age ?? age + .seconds(1) { stale = (reading, age) }
                case .missing(let reason): reasons.append("\(place): \(reason)")
                }
            } catch {
                let isLate = ContinuousClock.now - begun >= share
                let limit = timeout.text + (urls.count == 1 ? "" : " for \(urls.count) URLs")
                reasons.append(
                    "\(place): \(error.reason)" + (isLate ? ", the timeout is \(limit)" : ""))
            }
        }
        return stale?.reading ?? .missing(reason: reasons.joined(separator: "; "))
    }

    /// The headers as they are sent.
    func sent(
        _ headers: [QueueHeader]
    ) throws(NumberPathError) -> [(name: String, value: String)] {
        var sent: [(name: String, value: String)] = []
        for header in headers {
            guard let value = header.resolved(in: environment) else {
                throw NumberPathError(
                    "header \(header.name) needs the environment variable "
                        + "\(header.variables.joined(separator: " and ")), which is not set")
            }
            sent.append((header.name, value))
        }
        for (name, value) in [("Accept", "application/json"), ("Cache-Control", "no-cache")]
        where !sent.contains(where: { $0.name.lowercased() == name.lowercased() }) {
            sent.append((name, value))
        }
        return sent
    }

    private func content(
        of url: String, _ headers: [(name: String, value: String)], timeout: Duration
    ) async throws(NumberPathError) -> QueueContent {
        // It travels alone, as a kept connection that has died would look like a queue that has.
        let request = HTTPRequest(
            method: .get, url: url, headers: headers, connectTimeout: timeout, timeout: timeout,
            maximumBody: largestAnswer, travelsAlone: true)
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await http.exchange(request)
        } catch {
            throw NumberPathError(error.words(at: httpPlace(of: url)))
        }
        guard response.status == 200 else {
            let isRedirect = (300...399).contains(response.status)
            throw NumberPathError(
                "it answered with status \(response.status)"
                    + (isRedirect
                        ? ", a redirect, which is not followed: write its target in http:" : ""))
        }
        return .document(try document(response.body), written: written(response))
    }

    /// When an answer was written, as far as it says so: by its `Last-Modified`, its `Date` and the
    /// `Age` that a cache adds, whichever is oldest; the time of arrival where it says nothing.
    ///
    /// Dates are by the system's clock and hold for a whole second: its end counts.
    private func written(_ response: HTTPResponse) -> Instant {
        let arrival = clock.now()
        var times = [arrival]
        for name in ["Last-Modified", "Date"] {
            if let time = response.header(name).flatMap({ Instant(httpDate: $0) }) {
                times.append(clock.fromSystem(time + .seconds(1)))
            }
        }
        if let age = response.header("Age").flatMap({ Int64($0) }), age > 0 {
            times.append(arrival - .seconds(min(age, 100_000_000)))
        }
        return times.min() ?? arrival
    }
}

extension HTTPError {
    /// Why there is no answer, the place left out where the words begin with it.
    fileprivate func words(at place: String) -> String {
        switch self {
        case .notSent(let what), .answerLost(let what):
            what.hasPrefix("\(place): ") ? String(what.dropFirst(place.count + 2)) : what
        case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
        case .cancelled: "the run was ended"
        }
    }
}
