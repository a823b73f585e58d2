import Shared

/// Public ssh keys: the account's, and those of one instance.
///
/// A new instance gets the account's keys; a key that comes later reaches it by `attach` only.
extension VastCall {
    func listKeys() -> SimResponse {
        SimResponse(.array(state.vast.sshKeys.map(keyRow)))
    }

    mutating func createKey() -> SimResponse {
        guard let text = keyText() else { return Self.noKey }
        let key = state.vast.newKey(text, at: state.now)
        state.vast.sshKeys.append(key)
        return SimResponse(["success": true, "key": keyRow(key)])
    }

    mutating func updateKey(_ id: Int64) -> SimResponse {
        guard let text = keyText() else { return Self.noKey }
        guard let index = state.vast.sshKeys.firstIndex(where: { $0.id == id }) else {
            return Self.noSuchKey(id)
        }
        state.vast.sshKeys[index].text = text
        return SimResponse(["success": true, "key": keyRow(state.vast.sshKeys[index])])
    }

    mutating func deleteKey(_ id: Int64) -> SimResponse {
        guard let index = state.vast.sshKeys.firstIndex(where: { $0.id == id }) else {
            return Self.noSuchKey(id)
        }
        state.vast.sshKeys.remove(at: index)
        return .success
    }

    /// The keys of an instance: an array, written as text inside the JSON.
    func listKeys(of instance: Int64) -> SimResponse {
        guard state[instance] != nil else {
            return .failure(200, "no_such_instance", "Instance \(instance) not found.")
        }
        let rows = JSON.array((state.vast.instanceKeys[instance] ?? []).map(keyRow))
        return SimResponse([
            "success": true, "ssh_keys": .string(String(decoding: rows.encoded, as: UTF8.self)),
        ])
    }

    mutating func attachKey(to instance: Int64) -> SimResponse {
        guard let text = keyText() else { return Self.noKey }
        guard state[instance] != nil else { return .noSuchInstance(instance) }
        let present = state.vast.instanceKeys[instance] ?? []
        guard !present.contains(where: { $0.text == text }) else {
            return SimResponse([
                "success": true, "msg": .string("SSH key is already on instance \(instance)."),
            ])
        }
        let key =
            state.vast.sshKeys.first { $0.text == text } ?? state.vast.newKey(text, at: state.now)
        state.vast.instanceKeys[instance] = present + [key]
        return SimResponse([
            "success": true, "msg": .string("SSH key added to instance \(instance)."),
        ])
    }

    mutating func detachKey(_ id: Int64, from instance: Int64) -> SimResponse {
        guard state[instance] != nil else { return .noSuchInstance(instance) }
        let present = state.vast.instanceKeys[instance] ?? []
        guard present.contains(where: { $0.id == id }) else { return Self.noSuchKey(id) }
        state.vast.instanceKeys[instance] = present.filter { $0.id != id }
        return SimResponse([
            "success": true, "msg": .string("SSH key removed from instance \(instance)."),
        ])
    }

    private func keyRow(_ key: VastAccount.SSHKey) -> JSON {
        [
            "id": .int(key.id), "user_id": .int(world.settings.account.id),
            "public_key": .string(key.text), "key": .string(key.text),
            "created_at": .string(key.created.description), "deleted_at": .null,
        ]
    }

    /// The key of the body, without white space around it; nothing when it is not one line.
    private func keyText() -> String? {
        guard let text = body?["ssh_key"]?.text else { return nil }
        let lines = text.split(whereSeparator: \.isNewline)
            .map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
        return lines.count == 1 && (lines[0].utf8.count <= 16_384) ? lines[0] : nil
    }

    private static let noKey = SimResponse.failure(
        400, "no_ssh_key", "ssh_key must be one public key.")

    private static func noSuchKey(_ id: Int64) -> SimResponse {
        .failure(404, "no_such_ssh_key", "SSH key \(id) not found.")
    }
}
