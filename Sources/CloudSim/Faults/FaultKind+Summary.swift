extension FaultKind {
    /// What it does, in a line for the help text.
    var summary: String {
        switch self {
        case .answerLost: "acts, then never answers"
        case .closedAfter: "acts, then closes the connection without an answer"
        case .gatewayAfter: "acts, then answers 504 with a gateway's HTML"
        case .timeout: "never answers; nothing happened"
        case .closedBefore: "closes the connection; nothing happened"
        case .http500: "answers 500 with the market's own error; nothing happened"
        case .http502: "answers 502 with a gateway's HTML; nothing happened"
        case .http503: "answers 503 with a gateway's HTML; nothing happened"
        case .http504: "answers 504 with a gateway's HTML; nothing happened"
        case .http429: "answers 429; nothing happened"
        case .searchQuota: "Vast: a search answers 429 until midnight UTC"
        case .html: "answers 200 with HTML; nothing happened"
        case .emptyObject: "answers 200 with {}; nothing happened"
        case .changedSchema: "acts, and answers everything one level deeper"
        case .renamedFields: "acts, and answers with every id called uid"
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
        case .destroyLag: "lists show a destroyed machine for --seconds"
        case .locked: "Vultr: answers 500, the machine is locked"
        case .queuedStart: "Vast: a stopped machine's start waits --seconds"
        case .outbid: "Vast: a bid --percent higher stops a running machine"
        case .hostOffline: "Vast: a machine's host is out of reach"
        case .contractEnd: "Vast: a machine's contract ends"
        case .creditOut: "Vast: the credit is used up, machines are stopped"
        case .suspended: "Vultr: the account is suspended, or --machine"
        case .noSSH: "the machine runs, but its sshd never answers"
        case .networkCut: "connections to the machine are accepted and hang"
        case .keyChanged: "the machine comes back with another host key"
        case .diskFull: "the machine's writes fail: no space left on device"
        case .portMoved: "Vast: the machine comes back at another direct port"
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
