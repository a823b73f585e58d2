/// Section 5.2 of the reference.
extension VastClient {
    /// New instances get all keys of the account; those that exist need `attachKey`.
    package func ensureKey(_ key: SSHPublicKey) async throws(ProviderError) -> String {
        try await ensured(
            key, known: { () async throws(ProviderError) in try await self.knownKeys() },
            add: { () async throws(ProviderError) in try await self.addKey(key) })
    }

    /// The account's keys: a bare array.
    private func knownKeys() async throws(ProviderError) -> [KnownKey] {
        try keys(in: try await expectSuccess(.keys, .get, "v0/ssh/"))
    }

    private func addKey(_ key: SSHPublicKey) async throws(ProviderError) -> String {
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await callOnce(
                .keys, .post, "v0/ssh/", body: ["ssh_key": .string(key.description)])
        } catch {
            throw .unreachable(provider: name, reason: error.ofProvider)
        }
        if let error = failure(in: response) { throw error }
        guard let id = JSONValue(json: response.body)?["key"]?["id"]?.idText else {
            throw .unexpected(provider: name, reason: "a new ssh key without an id")
        }
        return id
    }

    /// Vast takes a key that is on the machine already; should it refuse one, the machine's own
    /// list decides.
    package func attachKey(
        _ key: SSHPublicKey, to id: InstanceID
    ) async throws(ProviderError) {
        let path = "v0/instances/\(id.value.percentEncoded)/ssh/"
        do throws(ProviderError) {
            _ = try await expectSuccess(
                .keys, .post, path, body: ["ssh_key": .string(key.description)])
        } catch {
            guard case .refused(_, let status, _) = error, status != 404,
                let list = try? await expectSuccess(.keys, .get, path)?["ssh_keys"],
                let keys = try? keys(in: Self.unwrapped(list)), keys.id(of: key) != nil
            else { throw error }
        }
    }

    /// The keys of one machine: an array that is written as text inside the JSON.
    private static func unwrapped(_ list: JSONValue) -> JSONValue? {
        list.string.map { JSONValue(json: Array($0.utf8)) } ?? list
    }

    /// The keys of a list; what is no public key, or was deleted, is left out.
    private func keys(in list: JSONValue?) throws(ProviderError) -> [KnownKey] {
        guard case .array(let rows) = list else {
            throw .unexpected(provider: name, reason: "the list of ssh keys cannot be read")
        }
        return rows.compactMap { row in
            guard let id = row["id"]?.idText,
                let text = row["public_key"]?.string ?? row["key"]?.string,
                let key = SSHPublicKey(line: text), row["deleted_at"] ?? .null == .null
            else { return nil }
            // Numbers of one length sort as numbers do.
            let order = String(repeating: "0", count: max(0, 20 - id.count)) + id
            return KnownKey(id: id, key: key, order: order)
        }
    }
}
