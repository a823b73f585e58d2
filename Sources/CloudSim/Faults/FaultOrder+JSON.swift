import Shared

/// Why an order for a fault was refused.
package struct FaultOrderError: Error, Equatable {
    package var message: String
}

extension FaultOrder {
    /// Reads an order as `fault add` sends it.
    ///
    /// - Throws: `FaultOrderError`, whose message lists what would have been valid.
    package init(json: JSON) throws(FaultOrderError) {
        let name = json["kind"]?.text ?? ""
        guard let kind = FaultKind(rawValue: name) else {
            throw FaultOrderError(message: "no fault is called '\(name)'; valid: \(allKinds)")
        }
        self.init(kind)
        operation = try Self.operation(json["on"]?.text, for: kind)
        aim = try Self.aim(in: json, for: kind)
        guard operation != .create || aim.machine == nil else {
            throw FaultOrderError(message: "a machine has no id yet at its create; leave it out")
        }
        skip = try Self.number("skip", in: json, from: 0) ?? 0
        count = try Self.number("count", in: json, from: 1)
        window = try Self.window(json["for"]?.text)
        amount = try Self.amount(in: json, for: kind)
    }

    /// Reads an order as `serve --fault` takes it: the kind, then words such as `on=list`.
    ///
    /// - Throws: `FaultOrderError`, whose message lists what would have been valid.
    package init(words text: String) throws(FaultOrderError) {
        let words = text.split(separator: " ")
        var order: JSONObject = ["kind": .string(words.first.map(String.init) ?? "")]
        for word in words.dropFirst() {
            let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, Self.keys.contains(String(sides[0])) else {
                throw FaultOrderError(
                    message: "'\(word)' is none of: "
                        + Self.keys.map { "\($0)=…" }.joined(separator: ", "))
            }
            guard order[String(sides[0])] == nil else {
                throw FaultOrderError(message: "\(sides[0]) is there twice")
            }
            let isText = Self.textKeys.contains(String(sides[0]))
            let number = isText ? nil : JSON(parsing: String(sides[1]))
            order.append(String(sides[0]), number ?? .string(String(sides[1])))
        }
        try self.init(json: .object(order))
    }

    private static let textKeys = ["on", "provider", "machine", "path", "for"]
    private static let keys =
        textKeys + ["count", "skip", "probability", "seconds", "percent", "rows"]

    private static func operation(
        _ name: String?, for kind: FaultKind
    ) throws(FaultOrderError) -> SimOperation? {
        guard let name, name != "any" else { return nil }
        guard !kind.isEvent else {
            throw FaultOrderError(message: "\(kind.rawValue) strikes machines, and no operation")
        }
        guard let operation = SimOperation(rawValue: name), kind.operations.contains(operation)
        else {
            let valid = SimOperation.allCases.filter { kind.operations.contains($0) }
            throw FaultOrderError(
                message: "\(kind.rawValue) cannot befall '\(name)'; valid: "
                    + "\(valid.map(\.rawValue).joined(separator: ", ")), any")
        }
        return operation
    }

    private static func aim(
        in json: JSON, for kind: FaultKind
    ) throws(FaultOrderError) -> FaultAim {
        var aim = FaultAim(path: json["path"]?.text, machine: json["machine"]?.text)
        if let name = json["provider"]?.text {
            guard let provider = ProviderName(rawValue: name), kind.markets.contains(provider)
            else {
                let valid = ProviderName.allCases.filter { kind.markets.contains($0) }
                throw FaultOrderError(
                    message: "\(kind.rawValue) cannot happen at '\(name)'; valid: "
                        + valid.map(\.rawValue).joined(separator: ", "))
            }
            aim.provider = provider
        }
        guard aim.path == nil || kind.takesPath else {
            throw FaultOrderError(message: "\(kind.rawValue) is about no path")
        }
        guard aim.machine == nil || kind.takesMachine else {
            throw FaultOrderError(
                message: "\(kind.rawValue) is not about a machine that exists")
        }
        guard let value = json["probability"], value != .null else { return aim }
        guard let number = value.number, number > 0, number <= 1 else {
            throw FaultOrderError(message: "probability must be above 0, and at most 1")
        }
        aim.probability = number
        return aim
    }

    private static func number(
        _ key: String, in json: JSON, from least: Int
    ) throws(FaultOrderError) -> Int? {
        guard let value = json[key], value != .null else { return nil }
        guard let number = value.whole, number >= least, number <= 1_000_000_000 else {
            throw FaultOrderError(message: "\(key) must be a whole number from \(least) up")
        }
        return Int(number)
    }

    private static func window(_ text: String?) throws(FaultOrderError) -> Duration? {
        guard let text else { return nil }
        guard let window = Duration(text: text), window > .zero else {
            throw FaultOrderError(message: "for must be a time such as 30s or 5m, not '\(text)'")
        }
        return window
    }

    private static func amount(
        in json: JSON, for kind: FaultKind
    ) throws(FaultOrderError) -> Double? {
        for name in ["seconds", "percent", "rows"] {
            guard let value = json[name], value != .null else { continue }
            guard kind.parameter?.name.rawValue == name else {
                throw FaultOrderError(
                    message: "\(kind.rawValue) takes "
                        + (kind.parameter.map { "\($0.name.rawValue), not \(name)" }
                            ?? "no \(name)"))
            }
            guard let number = value.number, number >= 0, number <= 1_000_000 else {
                throw FaultOrderError(message: "\(name) must be a number from 0 to 1000000")
            }
            return number
        }
        return nil
    }
}

private let allKinds = FaultKind.allCases.map(\.rawValue).joined(separator: ", ")
