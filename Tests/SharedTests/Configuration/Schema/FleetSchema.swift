@testable import Shared

/// The JSON Schema of `fleet.yaml` for editors, made from the table of keys.
///
/// It refuses nothing that the reader takes, except spellings that nobody writes; what it cannot
/// know (two bounds that contradict each other, a variable that is not set), the reader tells.
struct FleetSchema {
    var keys = ConfigurationKey.all

    /// The text of `config/fleet.schema.json`.
    func document() throws -> String {
        let head: [(String, SchemaJSON)] = [
            ("$schema", "https://json-schema.org/draft/2020-12/schema"),
            ("title", "Fleetkeeper: fleet.yaml"),
            ("$comment", "Made from the table of keys by `make schema`; do not edit."),
        ]
        return SchemaJSON.object(head + [("type", "object")] + (try members(of: ""))).document
    }

    /// What holds for the mapping at a path of the table; empty for the file itself.
    private func members(of path: String) throws -> [(String, SchemaJSON)] {
        let inner = keys.filter { $0.parent == path }
        let properties = try inner.map { (String($0.name), SchemaJSON.object(try schema(of: $0))) }
        // The environment may say `max`.
        let required = inner.filter { $0.absent == .required && $0.path != "groups[].max" }
        var members: [(String, SchemaJSON)] = [("additionalProperties", false)]
        if !required.isEmpty {
            members.append(("required", .texts(required.map { String($0.name) })))
        }
        members.append(("properties", .object(properties)))
        return members + rules(of: path)
    }

    private func schema(of key: ConfigurationKey) throws -> [(String, SchemaJSON)] {
        var members: [(String, SchemaJSON)] = [("description", .text(description(of: key)))]
        if case .standard(let text) = key.absent {
            members.append(("default", try SchemaJSON(yaml: text)))
        }
        members.append(("examples", [try SchemaJSON(yaml: key.example)]))
        return members + (try kind(of: key))
    }

    private func description(of key: ConfigurationKey) -> String {
        let unit = key.unit.hasSuffix("keys") || key.unit == "list" ? "" : " Unit: \(key.unit)."
        let absent =
            switch key.absent {
            case .required: " Required."
            case .standard(let text): " Default: \(text)."
            case .described(let words): " Left out: \(words)."
            }
        return (key.wholeMeaning + unit + absent).replacing("`", with: "")
    }

    private func kind(of key: ConfigurationKey) throws -> [(String, SchemaJSON)] {
        switch key.unit {
        case "keys":
            return [("type", "object")] + (try members(of: key.path))
        case "`off`, or keys":
            let off = anyCase(["off", "no", "false"])
            return [
                ("type", ["object", "string", "boolean"]), ("pattern", .text("^(\(off))$")),
                ("not", .object([("const", true)])),
            ] + (try members(of: key.path))
        case "list":
            return [
                ("type", "array"), ("minItems", 1),
                ("items", .object(try item(of: key.path + "[]"))),
            ] + limits(of: key.path)
        default:
            return valueKind(of: key)
        }
    }

    private func item(of path: String) throws -> [(String, SchemaJSON)] {
        let plain: [(String, SchemaJSON)] =
            path == "groups[].gpus[]"
            ? [("type", ["string", "number", "boolean", "object"]), ("pattern", .text(gpuName))]
            : [("type", "object")]
        return plain + (try members(of: path))
    }

    private func limits(of path: String) -> [(String, SchemaJSON)] {
        switch path {
        case "groups[].schedule": [("maxItems", .number("\(ConfigurationReader.mostWindows)"))]
        case "groups[].sync": [("maxItems", .number("\(ConfigurationReader.mostSyncSets)"))]
        default: []
        }
    }

    /// What holds between the keys of one mapping.
    private func rules(of path: String) -> [(String, SchemaJSON)] {
        switch path {
        case "providers":
            return [("minProperties", 1)]
        case "groups[]":
            return [
                (
                    "dependentRequired",
                    .object([
                        ("drain_within", ["jobs_per_hour"]), ("jobs_per_hour", ["drain_within"]),
                    ])
                )
            ]
        case "groups[].schedule[]":
            return [("anyOf", .list(["min", "max"].map { required($0) }))]
        case "groups[].workers":
            return [
                ("minProperties", 1), ("dependentRequired", .object([("start", ["stop"])])),
            ]
        case "groups[].sync[]":
            let file = SchemaJSON.object([
                ("properties", .object([("to", .object([("pattern", "[^/]$")]))]))
            ])
            return [
                ("oneOf", .list(["from", "sqlite"].map { required($0) })),
                ("dependentSchemas", .object([("sqlite", file)])),
            ]
        case "groups[].demand", "groups[].busy":
            let refused = keys.filter { $0.parent == path && $0.unit == "path in JSON" }
                .map { (String($0.name), SchemaJSON.flag(false)) }
            return [
                ("oneOf", .list(["file", "command", "http", "sqlite"].map { required($0) })),
                ("dependentRequired", .object([("headers", ["http"])])),
                (
                    "dependentSchemas",
                    .object([("sqlite", .object([("properties", .object(refused))]))])
                ),
            ]
        default:
            return []
        }
    }

    private func required(_ key: String) -> SchemaJSON {
        .object([("required", .texts([key]))])
    }
}
