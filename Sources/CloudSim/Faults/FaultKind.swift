/// What a fault rule can do to a call.
package enum FaultKind: String, Sendable, CaseIterable {
    /// Acts, then never answers.
    case answerLost = "answer-lost"
    /// Acts, then closes the connection without an answer.
    case closedAfter = "closed-after"
    /// Closes the connection without an answer; nothing happened.
    case closedBefore = "closed-before"
    /// Answers 503 with a gateway's HTML; nothing happened.
    case http503 = "http-503"
    /// Answers 429, as each market words it; nothing happened.
    case http429 = "http-429"
    /// Answers 200 with HTML; nothing happened.
    case html
    /// Answers 200 with `{}`; nothing happened.
    case emptyObject = "empty-object"
    /// Acts, and answers after a real time.
    case slow
    /// Answers 502 to the second page of a list, or a later one.
    case partialPage = "partial-page"
    /// Ends a list early, with totals that agree: a page lacks rows and has no next token.
    case truncatedList = "truncated-list"
    /// Answers a page with the cursor that led to it.
    case cursorRepeats = "cursor-repeats"
    /// Answers as another account, which has no machines.
    case otherAccount = "other-account"
    /// Closes without an answer, and does the create a simulated time later.
    case lateEffect = "late-effect"
    /// Answers a create with Vast's 404 `no_such_ask`, or Vultr's 400 of a plan that is sold out.
    case offerGone = "offer-gone"
    /// Lists leave the new machine out for a simulated time.
    case listingLag = "listing-lag"
    /// The new machine has no label and no tags, whatever the create said.
    case labelLost = "label-lost"
    /// The new machine never gets beyond `loading`, at Vultr `installingbooting`.
    case stuckLoading = "stuck-loading"
    /// The new machine is dearer than its offer.
    case priceRaised = "price-raised"

    /// The machine of the call runs, and its sshd never answers.
    case noSSH = "no-ssh"
    /// Connections to the machine of the call are accepted, and hang.
    case networkCut = "network-cut"
    /// The machine of the call has another host key, without a cause.
    case keyChanged = "key-changed"
    /// The machine of the call cannot write any more.
    case diskFull = "disk-full"
    /// The direct port of the machine of the call is another one after the restart.
    case portMoved = "port-moved"

    /// The operations it can befall; the first word of an `--on` outside them is a mistake.
    var operations: Set<SimOperation> {
        switch self {
        case .partialPage, .truncatedList, .cursorRepeats: [.list]
        case .otherAccount: [.user, .list, .show]
        case .lateEffect, .offerGone, .listingLag, .labelLost, .stuckLoading, .priceRaised:
            [.create]
        case .noSSH, .networkCut, .diskFull: [.create, .state]
        case .keyChanged, .portMoved: [.state]
        default: Set(SimOperation.allCases)
        }
    }

    /// The one number it takes, with its default.
    var parameter: (name: Parameter, fallback: Double)? {
        switch self {
        case .slow: (.seconds, 5)
        case .lateEffect, .listingLag: (.seconds, 60)
        case .priceRaised: (.percent, 25)
        case .truncatedList: (.rows, 0)
        default: nil
        }
    }

    package enum Parameter: String, Sendable {
        case seconds
        case percent
        /// How many rows go missing; 0 is half of the page, and at least one.
        case rows
    }

    /// Those that replace or lose an answer; at most one of them befalls a call.
    static let transport: Set<FaultKind> = [
        .answerLost, .closedAfter, .closedBefore, .http503, .http429, .html, .emptyObject, .slow,
    ]
}

/// The operations that a fault can be aimed at.
package enum SimOperation: String, Sendable, CaseIterable {
    case create
    case destroy
    case list
    case show
    case search
    case user
    case label
    case state
    /// Any other call.
    case other
}
