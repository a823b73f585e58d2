/// What happens by itself, without a call.
enum SimEvent {
    /// A create that was put off, by its place among them.
    case lateCreate(Int)
    case lateVultrCreate(Int)
    /// The rule at this place meets a machine, or the account.
    case strike(rule: Int, at: String)
    /// Another renter leaves, by its place among them.
    case rivalLeaves(Int)
    case contractEnd(Int64)
    /// A machine is deleted some time after its contract's end.
    case deletion(Int64)
    case creditReturn
    case creditEnd
    /// Every machine is deleted some time after the credit's end.
    case creditDeletion
    /// Nothing: what was worked out holds until then, and is to be worked out anew.
    case look

    /// What an event that strikes no machine meets.
    static let account = "account"
}
