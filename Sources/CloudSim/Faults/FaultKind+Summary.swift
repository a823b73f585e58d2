extension FaultKind {
    /// What it does, in a line for the help text.
    var summary: String {
        switch self {
        case .answerLost: "acts, then never answers"
        case .closedAfter: "acts, then closes the connection without an answer"
        case .closedBefore: "closes the connection; nothing happened"
        case .http503: "answers 503 with a gateway's HTML; nothing happened"
        case .http429: "answers 429; nothing happened"
        case .html: "answers 200 with HTML; nothing happened"
        case .emptyObject: "answers 200 with {}; nothing happened"
        case .slow: "acts, and answers --seconds of real time later"
        case .partialPage: "answers 502 to a page of a list after the first"
        case .truncatedList: "ends a list --rows early, with totals that agree"
        case .cursorRepeats: "answers a page with the cursor that led to it"
        case .otherAccount: "answers as another account, without machines"
        case .lateEffect: "closes without an answer, and creates --seconds later"
        case .offerGone: "answers a create as if it were sold out"
        case .listingLag: "lists leave the new machine out for --seconds"
        case .labelLost: "the new machine has no label"
        case .stuckLoading: "the new machine never gets beyond loading"
        case .priceRaised: "the new machine is --percent dearer than its offer"
        case .noSSH: "the machine runs, but its sshd never answers"
        case .networkCut: "connections to the machine are accepted and hang"
        case .keyChanged: "the machine comes back with another host key"
        case .diskFull: "the machine's writes fail: no space left on device"
        case .portMoved: "the machine comes back at another direct port"
        }
    }

    /// Every kind with its summary, one a line.
    static var table: String {
        let width = allCases.map(\.rawValue.count).max() ?? 0
        return allCases.map { kind in
            let space = String(repeating: " ", count: width - kind.rawValue.count)
            return "  \(kind.rawValue)\(space)  \(kind.summary)"
        }.joined(separator: "\n")
    }
}
