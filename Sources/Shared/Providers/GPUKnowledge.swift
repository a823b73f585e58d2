/// What a provider has to say of a GPU's name.
package enum GPUKnowledge: Equatable, Sendable {
    case known
    /// No GPU is called that there; `closest` was most likely meant, `nil` when none is like it.
    case unknown(closest: String?)

    /// The closest of all the names that there are.
    init(of name: String, among names: [String]) {
        self = .unknown(closest: closestName(to: name, among: names.sorted()))
    }
}
