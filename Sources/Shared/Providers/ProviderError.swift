/// Why a provider's answer cannot be used.
///
/// Never holds a secret or a raw body (promise S1).
package enum ProviderError: Error, Equatable, Sendable {
    /// The key is missing, wrong or lacks a permission.
    case unauthorized(provider: ProviderName, reason: String)
    /// No answer, or none but gateway errors; the reason follows the provider's name: `cannot be
    /// reached: …`, `answered 503, 4 times: …`, `was not asked: …`.
    case unreachable(provider: ProviderName, reason: String)
    /// The provider understood and said no.
    case refused(provider: ProviderName, status: Int, reason: String)
    /// The provider understood, and cannot do it at this moment; later it will.
    case notYet(provider: ProviderName, reason: String)
    /// An answer came whose shape nobody promised.
    case unexpected(provider: ProviderName, reason: String)
}

extension ProviderError: Explained {
    package var explanation: Explanation {
        switch self {
        case .unauthorized(let provider, let reason):
            Explanation(
                what: "\(provider) refuses the key: \(reason)",
                hint: "check the key of this provider and its permissions",
                status: .credentials)
        case .unreachable(let provider, let reason):
            Explanation(
                what: "\(provider) \(reason)",
                hint: "nothing was changed there; the next run tries again",
                status: .unreachable)
        case .refused(let provider, let status, let reason):
            Explanation(what: "\(provider) said no (\(status)): \(reason)", status: .incomplete)
        case .notYet(let provider, let reason):
            Explanation(
                what: "\(provider) cannot do that yet: \(reason)",
                hint: "the next run tries again", status: .incomplete)
        case .unexpected(let provider, let reason):
            Explanation(
                what: "\(provider) answered in an unexpected shape: \(reason)",
                hint: "nothing is concluded from it; check the provider's status page",
                status: .unreachable)
        }
    }
}
