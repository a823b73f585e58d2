/// An ssh key that an account has.
struct KnownKey: Sendable {
    var id: String
    var key: SSHPublicKey
    /// Sorts by age, the oldest first.
    var order: String
}

extension [KnownKey] {
    /// The id of the oldest entry that is this key; `nil` when none is.
    func id(of key: SSHPublicKey) -> String? {
        filter { $0.key == key }.min { ($0.order, $0.id) < ($1.order, $1.id) }?.id
    }
}

/// Answers the id of a key among those that an account has, and adds it when it is not there.
///
/// The key is looked for once more after an add, however that ended: its answer may be lost while
/// the key is there, and another run may have added it at the same moment, of which the older one
/// then counts for both.
func ensured(
    _ key: SSHPublicKey, known: () async throws(ProviderError) -> [KnownKey],
    add: () async throws(ProviderError) -> String
) async throws(ProviderError) -> String {
    if let id = try await known().id(of: key) { return id }
    do throws(ProviderError) {
        let added = try await add()
        let after = try? await known()
        return after?.id(of: key) ?? added
    } catch {
        guard let id = try? await known().id(of: key) else { throw error }
        return id
    }
}
