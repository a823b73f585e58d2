import Shared

/// What ends a run before it decides anything.
///
/// Nothing was changed at the provider.
enum CheckError: Error, Equatable {
    case notConfigured
    /// The key belongs to another account than this state does (promise M2).
    case otherAccount(provider: ProviderName, bound: String, seen: String)
    /// Rebinding was asked for while machines of the old account are still on the books.
    case rentalsElsewhere(provider: ProviderName, bound: String, open: Int)
    /// Machines carry this fleet's label and no state file stands for them (promise D4).
    case lostState(machines: Int, file: String)
    /// Machines carry this fleet's label with another installation's id.
    case otherInstallation(ids: [String], file: String)
    /// Without a state and without a complete listing nothing is known.
    case nothingKnown(provider: ProviderName, reason: String)
    /// Several providers, none of which gave an answer to go on with; at least two.
    case silent([ProviderError])
}

extension CheckError: Explained {
    var explanation: Explanation {
        switch self {
        case .notConfigured:
            Explanation(
                what: "no provider is configured", hint: "add providers: { vast: {} }",
                status: .configuration)
        case .otherAccount(let provider, let bound, let seen):
            Explanation(
                what: "the key of \(provider) belongs to account \(seen), "
                    + "this state to account \(bound)",
                hint: "nothing was changed; put the key of account \(bound) back, use a state: of "
                    + "its own for the other account, or bind this one with --rebind",
                status: .credentials)
        case .rentalsElsewhere(let provider, let bound, let open):
            Explanation(
                what: "\(counted(open, "rental")) of account \(bound) at \(provider) "
                    + "\(open == 1 ? "is" : "are") still open",
                hint: "nothing was changed; end them with that account's key first, "
                    + "then bind the other account",
                status: .credentials)
        case .lostState(let machines, let file):
            Explanation(
                what: "\(counted(machines, "machine")) \(machines == 1 ? "carries" : "carry") this "
                    + "fleet's label, and there is no state file",
                place: file,
                hint: "put the state file back; until then nothing is created or ended",
                status: .configuration)
        case .otherInstallation(let ids, let file):
            Explanation(
                what: "machines of this fleet belong to another state file "
                    + "(installation \(ids.joined(separator: ", ")))",
                place: file,
                hint: "find the program that runs with the other state file and stop it, "
                    + "or give one of them another fleet: name",
                status: .configuration)
        case .nothingKnown(let provider, let reason):
            Explanation(
                what: "the machines at \(provider) could not be listed: \(reason)",
                hint: "nothing was changed; the next run tries again", status: .unreachable)
        case .silent(let errors):
            Explanation(
                what: errors.map(\.explanation.what).joined(separator: "; "),
                hint: (errors.first(where: \.isAboutKey) ?? errors.first)?.explanation.hint,
                status: errors.contains(where: \.isAboutKey) ? .credentials : .unreachable)
        }
    }
}
