@testable import Shared

/// A pattern for some words, however their letters are.
func anyCase(_ words: [String]) -> String {
    words.map { word in
        word.map { letter in
            letter.isLetter ? "[\(letter.uppercased())\(letter.lowercased())]" : String(letter)
        }.joined()
    }.joined(separator: "|")
}

extension FleetSchema {
    /// What holds for a value, by the unit that the table gives.
    ///
    /// YAML has numbers and flags where people mean words (`name: 4090`), and texts where they mean
    /// numbers (`max: "4"`), so most kinds allow for both.
    func valueKind(of key: ConfigurationKey) -> [(String, SchemaJSON)] {
        if let range = wholeNumbers(of: key.unit) {
            return [
                ("type", ["integer", "string"]), ("minimum", .number(range.low)),
                ("maximum", .number(range.high)), ("pattern", "^(0|[1-9][0-9]*)$"),
            ]
        }
        let word = key.unit.prefix { $0 != "," }
        switch word {
        case "name":
            return [
                ("type", ["string", "integer", "boolean"]), ("minimum", 0),
                ("pattern", .text(name)),
            ]
        case "duration": return duration(of: key.unit)
        case "size": return [("type", "string"), ("pattern", .text(size(from: key.unit)))]
        case "percentage":
            let least = "([0-9]|[1-4][0-9]|50)"
            return [("type", "string"), ("pattern", .text("^\(least)%$"))]
        case "dollars", "dollars an hour", "jobs an hour":
            let isAbove = !key.unit.hasSuffix("0 or more")
            let amount = #"([0-9]{1,10}(\.[0-9]{1,6})?|\.[0-9]{1,6})$"#
            return [
                ("type", ["number", "string"]), ("minimum", isAbove ? .number("0.000001") : 0),
                ("maximum", .number("1000000000")),
                ("pattern", .text(isAbove ? "^(?=.*[1-9])" + amount : "^" + amount)),
            ]
        case "`keep` or `destroy`": return [("enum", ["keep", "destroy"])]
        case "name on the machine":
            return [
                ("type", ["string", "number", "boolean"]), ("minimum", 0),
                ("pattern", "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}$"),
            ]
        case "absolute path on the machine":
            let end = key.name == "sqlite" ? #"[^/*\x00-\x1f\x7f]"# : ""
            return [("type", "string"), ("pattern", .text(machinePath + end + #"$(?!\n)"#))]
        case "path with `{instance}`":
            let parts = #"([^{}\x00-\x1f\x7f]|(?<!\$)\{instance\})*$(?!\n)"#
            return scalar(#"^(?![^/]*:)(?!.*://)(?!.*\$[A-Za-z_{])(?!~[^/])(?=.*\S)"# + parts)
                + [("maxLength", 1024)]
        case "command line" where key.unit.contains("at most"):
            return scalar("^" + oneLine) + [("maxLength", .number(digits(key.unit)))]
        case "0 to 1":
            return [
                ("type", ["number", "string"]), ("minimum", 0), ("maximum", 1),
                ("pattern", .text(#"^(0*1(\.0{1,6})?|0*\.[0-9]{1,6}|0+)$"#)),
            ]
        case "on or off":
            let words = anyCase(["on", "off", "yes", "no", "true", "false"])
            return [("type", ["boolean", "string"]), ("pattern", .text("^(\(words))$"))]
        case "text":
            return [
                ("type", ["string", "number", "boolean"]), ("maxLength", .number(digits(key.unit))),
            ]
        case "IANA name":
            return [
                ("type", "string"),
                ("pattern", .text("^(?!.{65})[A-Za-z0-9_+][\\w+-]*(/[A-Za-z0-9_+][\\w+-]*)*$")),
            ]
        case "path":
            let first = [
                "key_file": noKey, "state": noSharedFolder, "key": noPublicKey,
            ]
            return scalar((first[String(key.name)] ?? "") + path)
        case "path in JSON": return scalar(pathInJSON(key))
        case "name of the GPU": return scalar(gpuName)
        case "host": return scalar(registryHost) + [("minimum", 0)]
        case "name of a user": return scalar(registryUser) + [("minimum", 0)]
        case "`${NAME}`": return [("type", "string"), ("pattern", .text(variable))]
        case "days":
            let daily = anyCase(["daily"])
            return [("type", "string"), ("pattern", .text("^(\(daily)|\(days)(,\(days))*)$"))]
        case "two times of day":
            let end = "(\(timeOfDay)|24:00)"
            // No stretch ends when it begins.
            let same = #"^(?! *0?([0-9]{1,2}:[0-9]{2}) *- *0?\1 *$)"#
            return [("type", "string"), ("pattern", .text("\(same) *\(timeOfDay) *- *\(end) *$"))]
        case "image name": return scalar(image)
        case "http or https URL": return [("type", "string"), ("pattern", .text(providerURL(key)))]
        case "URL":
            let one = [("pattern", SchemaJSON.text(queueURL))]
            return [("type", ["string", "array"])] + one + [
                ("items", .object([("type", "string")] + one)), ("minItems", 1), ("maxItems", 16),
            ]
        case "list of regions":
            return [
                ("type", "array"), ("minItems", 1), ("uniqueItems", true),
                (
                    "items",
                    .object([
                        ("type", "string"), ("pattern", "^(?=.*[A-Za-z])[A-Za-z0-9-]{2,16}$"),
                    ])
                ),
            ]
        case "names with values":
            let header = "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$"
            let variable =
                "^(?!(VAST_API_KEY|VULTR_KEY|VULTR_API_KEY)$)[A-Za-z_][A-Za-z0-9_]{0,127}$"
            let isVariable = key.name == "env"
            return [
                ("type", "object"),
                ("propertyNames", .object([("pattern", .text(isVariable ? variable : header))])),
                ("additionalProperties", .object([("type", ["string", "number", "boolean"])])),
                ("maxProperties", .number(isVariable ? "256" : "32")),
            ]
        case "one `SELECT`":
            let words = anyCase(["select", "with", "values"])
            return [("type", "string"), ("pattern", .text("^\\s*(\(words))(?![A-Za-z])"))]
        case "query of Vast's client": return [("type", ["string", "number", "boolean"])]
        default: return scalar("^" + oneLine)
        }
    }

    /// A text, or what YAML takes for something else although it is one.
    private func scalar(_ pattern: String) -> [(String, SchemaJSON)] {
        [("type", ["string", "number", "boolean"]), ("pattern", .text(pattern))]
    }

    /// The bounds of `machines, 0 to 1000`; `nil` for other units.
    private func wholeNumbers(of unit: String) -> (low: String, high: String)? {
        unit.wholeMatch(of: /[A-Za-z]+, ([0-9]+) to ([0-9]+)/)
            .map { (String($0.output.1), String($0.output.2)) }
    }

    private func digits(_ unit: String) -> String { unit.filter(\.isNumber) }

    private func duration(of unit: String) -> [(String, SchemaJSON)] {
        let plain =
            "(?!0*([1-9][0-9]{5,}d|[1-9][0-9]{6,}h))(?=.)([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$"
        let long = "[1-9][0-9]*[dh]"
        switch unit {
        case "duration":
            return [
                ("type", ["string", "integer"]), ("minimum", 0), ("maximum", 0),
                ("pattern", .text("^(0$|\(plain))")),
            ]
        case "duration, at least 1s":
            let least = "(?=.*(\(long)|[1-9][0-9]*m(?!s)|[1-9][0-9]*s|[1-9][0-9]{3,}ms))"
            return [("type", "string"), ("pattern", .text("^\(least)\(plain)"))]
        case "duration, at least 1m":
            let least =
                "(?=.*(\(long)|[1-9][0-9]*m(?!s)|([6-9][0-9]|[1-9][0-9]{2,})s|([6-9][0-9]{4}|[1-9][0-9]{5,})ms))"
            return [("type", "string"), ("pattern", .text("^\(least)\(plain)"))]
        default:
            return [("type", "string"), ("pattern", .text("^\(plain)"))]
        }
    }
}

private let name = "^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$"
/// A size of so many GB or more: `size, 8GB to 64TB`.
private func size(from unit: String) -> String {
    let few = unit.contains(" 1GB ") ? "[1-9]" : "[89]"
    let many = "[1-9][0-9]{1,3}|[1-5][0-9]{4}|6[0-3][0-9]{3}|64000"
    return "^0*((\(few)|\(many))GB|([1-9]|[1-5][0-9]|6[0-4])TB)$"
}
/// No root, no `..`, no `*`, nothing that is put in.
private let machinePath =
    #"^(?!.{1025})(?!.*/\.\.(/|$))(?!.*\{instance\})(?=.*[^/.])/[^*\x00-\x1f\x7f]*"#
/// Some text, and no line break or other control character.
private let oneLine = #"(?=.*\S)[^\x00-\x1f\x7f]*"# + lastLineEnd
/// The line end that a text in block style (`|`) has, which we take for none.
private let lastLineEnd = #"\n?$(?!\n)"#
private let path = #"^(?!~[^/])(?!.*://)(?!.*\$[A-Za-z_{])"# + oneLine
/// No root, home folder or folder of the file itself.
private let noSharedFolder = #"^(?!(~?/*|(\./*)+)$)"#
/// No public key in the place of its path.
private let noPublicKey = "^(?!(ssh-|ecdsa-|sk-).*AAAA)"
private let image =
    #"^(?!(https?|docker)://)(?!.*\$[A-Za-z_{])((?=[^/]*[.:])[^/\s]+/|localhost/)?"#
    + #"[a-z0-9_.-]+(/[a-z0-9_.-]+)*(:@\S*|(:[A-Za-z0-9_.-]{1,128})?(@[A-Za-z0-9_:]+)?)"#
    + lastLineEnd
/// One model, without its maker and a number of cards.
let gpuName =
    "^(?!(\(anyCase(["nvidia", "geforce", "amd", "intel"])))([ _]|$))"
    + "(?!(\(anyCase(["any", "all", "auto", "gpu", "gpus"]))|[*?])$)"
    + #"(?!([Nn]ame|[Mm]odel|[Gg]pu|GPU)[ _])(?![0-9]{1,2} ?[xX] )(?!.*[ _][xX][0-9]{1,2}$)"#
    + #"(?!.*[,|;])(?!.* (-|or) )(?!.*\$[A-Za-z_{])"# + oneLine
private let registryHost = "^[A-Za-z0-9.:_][A-Za-z0-9.:_-]{0,255}" + lastLineEnd
private let registryUser = "^[A-Za-z0-9.@+$_][A-Za-z0-9.@+$_-]{0,255}" + lastLineEnd
private let variable = #"^\$\{[A-Za-z_][A-Za-z0-9_]*\}"# + lastLineEnd
private let port =
    "0*([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"

/// A path in JSON that leads to what a key wants: `machines`, one time or one number.
private func pathInJSON(_ key: ConfigurationKey) -> String {
    let name = #"[^\s.\[\]()"'*\x00-\x1f\x7f]+"#
    let quoted = #""(\\.|[^"\\])*"|'(\\.|[^'\\])*'"#
    let steps = { (every: String) in
        let plain = "(\(every)\(name))"
        let bracket = "\\[(\(every)[0-9]+|\(quoted))\\]"
        return "(?!\\$)(\(bracket)|\(plain))(\\.\(plain)|\(bracket))*"
    }
    let functions =
        switch key.name {
        case "machines": ""
        case "observed_at": "|(max|min)\\(\(steps("\\*|"))\\)"
        default: "|(sum|count|max|min)\\(\(steps("\\*|"))\\)"
        }
    let alone = steps(key.name == "machines" ? "\\*|" : "")
    return "^(\(alone)\(functions))" + lastLineEnd
}
/// A key that was written where its file belongs.
private let noKey = "^(?![0-9A-Za-z]{32,}$)"
private let weekday = anyCase([
    "monday", "mon", "tuesday", "tue", "wednesday", "wed", "thursday", "thu", "friday", "fri",
    "saturday", "sat", "sunday", "sun",
])
private let days = " *(\(weekday))( *- *(\(weekday)))? *"
private let timeOfDay = "([01]?[0-9]|2[0-3]):[0-5][0-9]"
private let host = #"(\[[0-9A-Za-z:.-]+\]|[0-9A-Za-z_.-]+)(:"# + port + ")?"
private let queueURL =
    "^(\(anyCase(["http"])))[Ss]?://(?!.*\\$\\{)\(host)([/?#][\\x21-\\x7e]*)?$"

/// An origin; plain http for this machine alone.
private func providerURL(_ key: ConfigurationKey) -> String {
    let loopback =
        #"([Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]|127(\.[0-9]{1,3}){3}|\[::1\])(:"# + port + ")?"
    let end = key.path == "providers.vultr.url" ? "(/v2)?/?$" : "/?$"
    return "^(\(anyCase(["https"]))://\(host)|\(anyCase(["http"]))://\(loopback))\(end)"
}
