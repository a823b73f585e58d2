import Shared

/// What a fault rule can do: to a call, to a new machine, or to a machine that exists.
package enum FaultKind: String, Sendable, CaseIterable {
    /// Acts, then never answers.
    case answerLost = "answer-lost"
    /// Acts, then closes the connection without an answer.
    case closedAfter = "closed-after"
    /// Acts, then answers 504 with a gateway's HTML.
    case gatewayAfter = "gateway-after"
    /// Never answers; nothing happened.
    case timeout
    /// Closes the connection without an answer; nothing happened.
    case closedBefore = "closed-before"
    /// Answers 500 with the market's own error; nothing happened.
    case http500 = "http-500"
    /// Answers 502 with a gateway's HTML; nothing happened.
    case http502 = "http-502"
    /// Answers 503 with a gateway's HTML; nothing happened.
    case http503 = "http-503"
    /// Answers 504 with a gateway's HTML; nothing happened.
    case http504 = "http-504"
    /// Answers 429, as each market words it; nothing happened.
    case http429 = "http-429"
    /// Answers a search of Vast with 429 until midnight UTC; nothing happened.
    case searchQuota = "search-quota"
    /// Answers 200 with HTML; nothing happened.
    case html
    /// Answers 200 with `{}`; nothing happened.
    case emptyObject = "empty-object"
    /// Acts, and answers with everything one level deeper, under `data`.
    case changedSchema = "changed-schema"
    /// Acts, and answers with every `id` called `uid`.
    case renamedFields = "renamed-fields"
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
    /// Lists show a destroyed machine for a simulated time; a lookup by its id does not.
    case destroyLag = "destroy-lag"
    /// Answers Vultr's 500 of a machine that is locked; nothing happened.
    case locked
    /// The GPUs of a stopped machine of Vast are another's: its start waits a simulated time.
    case queuedStart = "queued-start"
    /// Somebody bids more for a running machine of Vast: it is stopped.
    case outbid
    /// The host of a machine of Vast is out of reach.
    case hostOffline = "host-offline"
    /// The contract of a machine of Vast ends at once.
    case contractEnd = "contract-end"
    /// The credit at Vast is used up.
    case creditOut = "credit-out"
    /// A machine of Vultr is suspended, or the account with all of them.
    case suspended

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
    ///
    /// Empty for what strikes machines that exist.
    var operations: Set<SimOperation> {
        switch self {
        case .partialPage, .truncatedList, .cursorRepeats: [.list]
        case .otherAccount: [.user, .list, .show]
        case .lateEffect, .offerGone, .listingLag, .labelLost, .stuckLoading, .priceRaised:
            [.create]
        case .searchQuota: [.search]
        case .destroyLag: [.destroy]
        case .locked: [.destroy, .state]
        case .queuedStart: [.state]
        case .outbid, .hostOffline, .contractEnd, .creditOut, .suspended: []
        case .noSSH, .networkCut, .diskFull: [.create, .state]
        case .keyChanged, .portMoved: [.state]
        default: Set(SimOperation.allCases)
        }
    }

    /// The markets in which it can happen.
    var markets: Set<ProviderName> {
        switch self {
        case .searchQuota, .queuedStart, .outbid, .hostOffline, .contractEnd, .creditOut,
            .portMoved:
            [.vast]
        case .locked, .suspended: [.vultr]
        default: [.vast, .vultr]
        }
    }

    /// Whether it strikes machines or the account, at a time, and no call.
    var isEvent: Bool { operations.isEmpty }

    /// Whether a rule can be about one machine that exists.
    var takesMachine: Bool {
        self != .creditOut && self != .searchQuota && (isEvent || operations != [.create])
            && operations != [.list]
    }

    /// Whether a rule can be about the calls of one path.
    var takesPath: Bool { !isEvent && operations != [.create] }

    /// The one number it takes, with its default.
    var parameter: (name: Parameter, fallback: Double)? {
        switch self {
        case .slow: (.seconds, 5)
        case .lateEffect, .listingLag, .destroyLag: (.seconds, 60)
        case .queuedStart: (.seconds, 600)
        case .hostOffline, .contractEnd, .creditOut, .suspended: (.seconds, 0)
        case .priceRaised, .outbid: (.percent, 25)
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
        .answerLost, .closedAfter, .gatewayAfter, .timeout, .closedBefore, .http500, .http502,
        .http503, .http504, .http429, .searchQuota, .html, .emptyObject, .changedSchema,
        .renamedFields, .slow,
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
