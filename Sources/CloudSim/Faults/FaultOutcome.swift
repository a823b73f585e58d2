import Shared

/// How one market words the refusals that faults need.
struct FaultWording {
    var tooFrequent: SimResponse
    var broken: SimResponse

    static let vast = FaultWording(
        tooFrequent: .tooFrequent(),
        broken: .failure(500, "internal_error", "Internal server error"))
    static let vultr = FaultWording(
        tooFrequent: .vultrTooFrequent, broken: .vultr(500, "Internal server error."))
}

extension FaultRule {
    /// What a caller gets to see when a rule of `FaultKind.transport` befalls its call; `answer`
    /// does what was asked.
    func outcome(
        _ wording: FaultWording, at now: Instant, answer: () -> SimResponse
    ) -> SimOutcome {
        switch kind {
        case .answerLost:
            _ = answer()
            return .hang
        case .closedAfter:
            _ = answer()
            return .closed
        case .gatewayAfter:
            _ = answer()
            return .answer(.gateway(504, "Gateway Time-out"))
        case .changedSchema: return .answer(answer().deeper)
        case .renamedFields: return .answer(answer().renamed)
        case .slow: return .delayed(.milliseconds(Int64(amount * 1000)), answer())
        case .timeout: return .hang
        case .http500: return .answer(wording.broken)
        case .http502: return .answer(.badGateway)
        case .http503: return .answer(.unavailable)
        case .http504: return .answer(.gateway(504, "Gateway Time-out"))
        case .http429: return .answer(wording.tooFrequent)
        case .searchQuota: return .answer(.searchQuotaExceeded(at: now))
        case .html: return .answer(.html(200, "<html><body>Please log in.</body></html>"))
        case .emptyObject: return .answer(SimResponse([:]))
        default: return .closed
        }
    }
}

extension SimResponse {
    /// The refusal of a search until the day's quota begins anew, at midnight UTC.
    static func searchQuotaExceeded(at now: Instant) -> SimResponse {
        let day: Int64 = 86_400_000_000
        let reset = (now.microseconds / day + 1) * day
        var refusal = failure(
            429, "search_quota_exceeded", "The daily search quota of this account is used up.")
        let wait = (reset - now.microseconds + 999_999) / 1_000_000
        refusal.headers.append(SimRequest.Field("Retry-After", "\(wait)"))
        refusal.headers.append(SimRequest.Field("X-RateLimit-Reset", "\(reset / 1_000_000)"))
        return refusal
    }

    /// The answer with everything under `data`; what is no JSON stays as it is.
    fileprivate var deeper: SimResponse {
        changing { ["data": $0] }
    }

    /// The answer with every `id` called `uid`; what is no JSON stays as it is.
    fileprivate var renamed: SimResponse {
        changing(\.withRenamedIDs)
    }

    private func changing(_ change: (JSON) -> JSON) -> SimResponse {
        guard let json = JSON(parsing: body) else { return self }
        var changed = self
        changed.body = change(json).encoded
        return changed
    }
}

extension JSON {
    fileprivate var withRenamedIDs: JSON {
        switch self {
        case .array(let elements): return .array(elements.map(\.withRenamedIDs))
        case .object(let members):
            var renamed = JSONObject()
            for member in members.list {
                renamed.append(
                    member.key == "id" ? "uid" : member.key, member.value.withRenamedIDs)
            }
            return .object(renamed)
        default: return self
        }
    }
}
