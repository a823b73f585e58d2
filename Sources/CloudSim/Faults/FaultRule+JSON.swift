import Shared

extension FaultRule {
    var json: JSON {
        [
            "id": .int(Int64(id)), "kind": .string(kind.rawValue),
            "on": .string(operation?.rawValue ?? "any"), "skip": .int(Int64(skip)),
            "remaining": remaining.map { .int(Int64($0)) } ?? .null,
            "expires_us": expires.map { .int($0.microseconds) } ?? .null,
            "amount": .double(amount), "fired": .int(Int64(fired)),
        ]
    }

    init?(json: JSON) {
        guard let id = json["id"]?.whole,
            let kind = json["kind"]?.text.flatMap(FaultKind.init(rawValue:)),
            let skip = json["skip"]?.whole, let amount = json["amount"]?.number,
            let fired = json["fired"]?.whole
        else { return nil }
        self.init(
            id: Int(id), kind: kind,
            operation: json["on"]?.text.flatMap(SimOperation.init(rawValue:)),
            skip: Int(skip), remaining: json["remaining"]?.whole.map { Int($0) },
            expires: json["expires_us"]?.whole.map { Instant(microseconds: $0) },
            amount: amount, fired: Int(fired))
    }
}

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
        skip = try Self.number("skip", in: json, from: 0) ?? 0
        count = try Self.number("count", in: json, from: 1)
        window = try Self.window(json["for"]?.text)
        amount = try Self.amount(in: json, for: kind)
    }

    private static func operation(
        _ name: String?, for kind: FaultKind
    ) throws(FaultOrderError) -> SimOperation? {
        guard let name, name != "any" else { return nil }
        guard let operation = SimOperation(rawValue: name), kind.operations.contains(operation)
        else {
            let valid = SimOperation.allCases.filter { kind.operations.contains($0) }
            throw FaultOrderError(
                message: "\(kind.rawValue) cannot befall '\(name)'; valid: "
                    + "\(valid.map(\.rawValue).joined(separator: ", ")), any")
        }
        return operation
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
