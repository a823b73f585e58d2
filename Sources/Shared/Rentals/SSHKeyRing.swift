import Synchronization

/// The ssh key that this run puts on new machines, and the ids that providers have given it.
///
/// Each provider is asked once in a run.
package final class SSHKeyRing: Sendable {
    /// `nil` puts none there: the account's own keys are all that there is.
    package let key: SSHPublicKey?
    private let known = Mutex<[ProviderName: String]>([:])

    package init(_ key: SSHPublicKey?) {
        self.key = key
    }

    /// Makes sure that the account has the key.
    ///
    /// - Returns: The provider's ids to put on a new machine; empty without a key.
    /// - Throws: `ProviderError` when the provider does not have it for certain: nothing should be
    ///   rented there that nobody could log in to.
    package func ids(at provider: any Provider) async throws(ProviderError) -> [String] {
        guard let key else { return [] }
        if let id = known.withLock({ $0[provider.name] }) { return [id] }
        let id = try await provider.ensureKey(key)
        known.withLock { $0[provider.name] = id }
        return [id]
    }
}
