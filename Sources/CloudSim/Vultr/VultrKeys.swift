import Shared

/// SSH keys and startup scripts.
extension VultrCall {
    func key(_ id: String) throws(VultrRefusal) -> VultrState.Key {
        guard let key = part.keys.first(where: { $0.id == id }) else { throw .noKey }
        return key
    }

    mutating func addKey() throws(VultrRefusal) -> SimResponse {
        let fields = try VultrFields(body)
        guard let name = try fields.text("name"), !name.isEmpty else {
            throw VultrRefusal("name is required.")
        }
        let key = VultrState.Key(
            id: state.random.uuid(), created: state.now, name: name, key: try Self.keyText(fields))
        state.vultrPart.keys.append(key)
        return SimResponse(status: 201, ["ssh_key": key.row])
    }

    private static func keyText(_ fields: VultrFields) throws(VultrRefusal) -> String {
        guard let text = try fields.text("ssh_key"), text.split(separator: " ").count >= 2 else {
            throw VultrRefusal("Invalid ssh key")
        }
        return text
    }

    mutating func changeKey(_ id: String) throws(VultrRefusal) -> SimResponse {
        guard let index = part.keys.firstIndex(where: { $0.id == id }) else { throw .noKey }
        let fields = try VultrFields(body)
        let name = try fields.text("name")
        let key = fields.value("ssh_key") == nil ? nil : try Self.keyText(fields)
        if let name { state.vultrPart.keys[index].name = name }
        if let key { state.vultrPart.keys[index].key = key }
        return .vultrDone
    }

    mutating func removeKey(_ id: String) throws(VultrRefusal) -> SimResponse {
        guard let index = part.keys.firstIndex(where: { $0.id == id }) else { throw .noKey }
        state.vultrPart.keys.remove(at: index)
        return .vultrDone
    }

    func script(_ id: String) throws(VultrRefusal) -> VultrState.Script {
        guard let script = part.scripts.first(where: { $0.id == id }) else { throw .noScript }
        return script
    }

    mutating func addScript() throws(VultrRefusal) -> SimResponse {
        let fields = try VultrFields(body)
        guard let name = try fields.text("name"), !name.isEmpty,
            let text = try fields.base64("script")
        else { throw VultrRefusal("name and script are required.") }
        let kind = try fields.text("type") ?? "boot"
        guard ["boot", "pxe"].contains(kind) else {
            throw VultrRefusal("type must be boot or pxe.")
        }
        let script = VultrState.Script(
            id: state.random.uuid(), created: state.now, modified: state.now, name: name,
            kind: kind, script: text)
        state.vultrPart.scripts.append(script)
        return SimResponse(status: 201, ["startup_script": script.row(withText: true)])
    }

    mutating func changeScript(_ id: String) throws(VultrRefusal) -> SimResponse {
        guard let index = part.scripts.firstIndex(where: { $0.id == id }) else { throw .noScript }
        let fields = try VultrFields(body)
        let name = try fields.text("name")
        let text = try fields.base64("script")
        if let name { state.vultrPart.scripts[index].name = name }
        if let text { state.vultrPart.scripts[index].script = text }
        state.vultrPart.scripts[index].modified = state.now
        return .vultrDone
    }

    mutating func removeScript(_ id: String) throws(VultrRefusal) -> SimResponse {
        guard let index = part.scripts.firstIndex(where: { $0.id == id }) else { throw .noScript }
        state.vultrPart.scripts.remove(at: index)
        return .vultrDone
    }
}

extension VultrState.Key {
    var row: JSON {
        [
            "id": .string(id), "date_created": .string(created.vultrText), "name": .string(name),
            "ssh_key": .string(key),
        ]
    }
}

extension VultrState.Script {
    /// The script as answers show it; lists leave the text out.
    func row(withText: Bool) -> JSON {
        var row: JSONObject = [
            "id": .string(id), "date_created": .string(created.vultrText),
            "date_modified": .string(modified.vultrText), "name": .string(name),
            "type": .string(kind),
        ]
        if withText { row.append("script", .string(script)) }
        return .object(row)
    }
}
