import Shared

extension QueueReader {
    /// Asks one URL after the other until each inquiry has an answer that may be acted on.
    ///
    /// Each try gets an equal share of the time that is left, so a server that hangs leaves time
    /// for the next.
    /// - Throws: Why nothing was asked.
    func ask(
        _ urls: [String], _ headers: [QueueHeader], timeout: Duration,
        for inquiries: inout Inquiries
    ) async throws(NumberPathError) {
        let headers = try sent(headers)
        let end = ContinuousClock.now + timeout
        for (index, url) in urls.enumerated() where !inquiries.areSettled {
            let place =
                urls.count == 1 ? httpPlace(of: url) : "http[\(index)] \(httpPlace(of: url))"
            let begun = ContinuousClock.now
            let share = (end - begun) / (urls.count - index)
            var given: Result<QueueContent, NumberPathError>
            do throws(NumberPathError) {
                given = .success(try await content(of: url, headers, timeout: share))
            } catch {
                let limit = timeout.text + (urls.count == 1 ? "" : " for \(urls.count) URLs")
                let isLate = ContinuousClock.now - begun >= share
                given = .failure(
                    NumberPathError(error.reason + (isLate ? ", the timeout is \(limit)" : "")))
            }
            inquiries.take(given, from: place, at: clock.now())
        }
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
        let document = try document(response.body)
        // Half of a packed answer unpacks to half a text without a word, and half a number is one.
        guard document.double == nil || !response.isPacked else {
            throw NumberPathError(
                "a bare number that came compressed may have been cut: send it plain, or as JSON")
        }
        return .document(document, written: written(response))
    }

    /// When an answer was written, as far as it says so: by its `Last-Modified`, its `Date` and the
    /// `Age` that a cache adds, whichever is oldest; the time of arrival where it says nothing.
    ///
    /// Dates are by the system's clock and hold for a whole second: its end counts. Where a server's
    /// clock is ahead of ours, its `Date` tells how old its `Last-Modified` really is.
    private func written(_ response: HTTPResponse) -> Instant {
        let arrival = clock.now()
        let dates = response.dates("Date").map { clock.fromSystem($0 + .seconds(1)) }
        let changes = response.dates("Last-Modified").map { clock.fromSystem($0 + .seconds(1)) }
        var times = [arrival] + dates + changes
        if let sent = dates.max(), let changed = changes.min(), changed < sent {
            times.append(arrival - (sent - changed))
        }
        if let age = response.ages.max() { times.append(arrival - age) }
        return times.min() ?? arrival
    }
}

extension HTTPResponse {
    /// The values of every header of that name, whatever its case.
    private func values(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name }.map(\.value)
    }

    /// Whether the body came compressed.
    fileprivate var isPacked: Bool {
        values("content-encoding").contains { $0.lowercased() != "identity" }
    }

    fileprivate func dates(_ name: String) -> [Instant] {
        values(name.lowercased()).compactMap { Instant(httpDate: $0) }
    }

    /// What `Age` says, each up to 100,000,000 seconds; a number beyond all numbers is that, too.
    fileprivate var ages: [Duration] {
        values("age").filter { text in
            !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
        }.map { .seconds(min(Int64($0) ?? .max, 100_000_000)) }
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
