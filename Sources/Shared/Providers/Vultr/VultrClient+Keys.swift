extension VultrClient {
    /// Makes sure that the account knows this ssh key; answers the id to put on new machines.
    ///
    /// Keys are told apart by what they are: names are not unique. Of several the oldest is taken.
    /// Idempotent in effect: a key that a lost answer left there is found by the next call.
    package func ensureKey(
        _ key: SSHPublicKey, name: String
    ) async throws(ProviderError) -> String {
        let known: [Lossy<VultrKey>] = try await everything("ssh-keys")
        let same = known.compactMap(\.value).filter { $0.key == key }
        if let oldest = same.min(by: { $0.created < $1.created }) { return oldest.id }
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await callOnce(
                .post, "ssh-keys",
                body: ["name": .string(name), "ssh_key": .string(key.description)])
        } catch {
            throw .unreachable(provider: self.name, reason: error.summary)
        }
        if let error = failure(in: response) { throw error }
        guard let id = JSONValue(json: response.body)?["ssh_key"]?["id"]?.idText else {
            throw .unexpected(provider: self.name, reason: "a new ssh key without an id")
        }
        return id
    }
}

/// An ssh key that the account knows.
private struct VultrKey: VultrListed {
    static let listName = "ssh_keys"

    var id: String
    var key: SSHPublicKey
    /// As the provider writes it, which sorts by time; empty when it does not say.
    var created: String

    private enum CodingKeys: String, CodingKey {
        case id
        case key = "ssh_key"
        case created = "date_created"
    }

    init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        id = try row.decode(String.self, forKey: .id)
        guard let key = SSHPublicKey(line: try row.decode(String.self, forKey: .key)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .key, in: row, debugDescription: "no public key")
        }
        self.key = key
        created = row.lenientText(.created) ?? ""
    }
}
