extension HTTPResponse {
    /// How long the server asks to be left alone: its `Retry-After`, in seconds or as a date.
    ///
    /// Zero when the date has passed; `nil` when there is no such header or nothing can be made
    /// of it. Anything beyond 10,000 days counts as that.
    package func retryAfter(at now: Instant) -> Duration? {
        guard let text = header("Retry-After")?.trimmingSpaces else { return nil }
        if let date = Instant(httpDate: text) {
            return max(.zero, date - now)
        }
        guard text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            let seconds = Double(text)
        else { return nil }
        return .seconds(min(seconds, 864_000_000))
    }

    /// Whether asking again soon is pointless, as the day's quota of searches is used up.
    ///
    /// Vast answers 429 with the word, or with a `Retry-After` of up to hours.
    package func isQuotaExhausted(at now: Instant) -> Bool {
        guard status == 429 else { return false }
        if let wait = retryAfter(at: now), wait > .seconds(60) { return true }
        return String(decoding: body.prefix(4096), as: UTF8.self).contains("search_quota_exceeded")
    }

    /// Whether the status is one that passes: too many requests, or a gateway's failure.
    package var isTransientFailure: Bool { [429, 502, 503, 504].contains(status) }
}

extension String {
    fileprivate var trimmingSpaces: Substring {
        let kept = drop(while: \.isWhitespace)
        guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return kept[...last]
    }
}
