/// Section 3 of the reference.
extension VultrClient {
    package func ensureKey(_ key: SSHPublicKey) async throws(ProviderError) -> String {
        try await ensured(
            key,
            known: { () async throws(ProviderError) in
                let rows: [Lossy<VultrKey>] = try await self.everything("ssh-keys")
                return rows.compactMap(\.value?.known)
            },
            add: { () async throws(ProviderError) in try await self.addKey(key) })
    }

    /// Names are not unique at Vultr, so one is enough for all.
    private func addKey(_ key: SSHPublicKey) async throws(ProviderError) -> String {
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await callOnce(
                .post, "ssh-keys",
                body: ["name": "fleetkeeper", "ssh_key": .string(key.description)])
        } catch {
            throw .unreachable(provider: name, reason: error.ofProvider)
        }
        if let error = failure(in: response) { throw error }
        guard let id = JSONValue(json: response.body)?["ssh_key"]?["id"]?.idText else {
            throw .unexpected(provider: name, reason: "a new ssh key without an id")
        }
        return id
    }

    /// Does nothing: Vultr has no such call, and a machine has the keys that its create named.
    package func attachKey(
        _ key: SSHPublicKey, to id: InstanceID
    ) async throws(ProviderError) {}
}

/// An ssh key that the account knows.
private struct VultrKey: VultrListed {
    static let listName = "ssh_keys"

    var known: KnownKey

    init?(_ row: JSONValue) {
        guard let id = row.lenientText("id"),
            let key = row.lenientText("ssh_key").flatMap(SSHPublicKey.init(line:))
        else { return nil }
        // Dates as the provider writes them sort by time.
        known = KnownKey(id: id, key: key, order: row.lenientText("date_created") ?? "")
    }
}
