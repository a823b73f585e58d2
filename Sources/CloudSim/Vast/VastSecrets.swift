import Shared

/// Environment variables of the account; answers never show their values.
extension VastCall {
    func listSecrets() -> SimResponse {
        var masked = JSONObject()
        for secret in state.vast.secrets {
            masked.append(secret.key, secret.value.isEmpty ? .null : "********")
        }
        return SimResponse(["success": true, "secrets": .object(masked)])
    }

    /// Makes one variable, or all of `env_vars`; one that cannot be made leaves all as they were.
    mutating func createSecrets() -> SimResponse {
        changeSecrets("created") { secrets, change in
            guard !secrets.contains(where: { $0.key == change.key }) else {
                return .failure(400, "existing_key", "\(change.key) exists already.")
            }
            guard secrets.count < 16 else {
                return .failure(400, "max_secrets", "An account has at most 16 variables.")
            }
            secrets.append(change)
            return nil
        }
    }

    mutating func updateSecrets() -> SimResponse {
        changeSecrets("updated") { secrets, change in
            guard let index = secrets.firstIndex(where: { $0.key == change.key }) else {
                return Self.noSuchSecret(change.key)
            }
            secrets[index] = change
            return nil
        }
    }

    mutating func deleteSecret() -> SimResponse {
        guard let key = body?["key"]?.text?.uppercased(), !key.isEmpty else {
            return .failure(400, "missing_input", "key is required.")
        }
        guard let index = state.vast.secrets.firstIndex(where: { $0.key == key }) else {
            return Self.noSuchSecret(key)
        }
        state.vast.secrets.remove(at: index)
        return SimResponse(["success": true, "msg": .string("\(key) deleted.")])
    }

    private mutating func changeSecrets(
        _ verb: String,
        _ change: (inout [VastAccount.Secret], VastAccount.Secret) -> SimResponse?
    ) -> SimResponse {
        var secrets = state.vast.secrets
        let entries = body?["env_vars"]?.elements ?? [body ?? .null]
        for entry in entries {
            guard let key = entry["key"]?.text?.uppercased(), !key.isEmpty,
                let value = entry["value"]?.text
            else { return .failure(400, "missing_input", "key and value are required.") }
            guard key.utf8.count <= 256, value.utf8.count <= 4096 else {
                return .failure(400, "input_too_long", "key or value is too long.")
            }
            guard (key + value).utf8.allSatisfy(Self.isAllowed) else {
                return .failure(
                    400, "invalid_characters", "Only letters, digits and _ . - are allowed.")
            }
            if let refusal = change(&secrets, VastAccount.Secret(key: key, value: value)) {
                return refusal
            }
        }
        state.vast.secrets = secrets
        return SimResponse(["success": true, "msg": .string("Environment variable \(verb).")])
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func noSuchSecret(_ key: String) -> SimResponse {
        .failure(400, "nonexistent_key", "There is no variable \(key).")
    }
}
