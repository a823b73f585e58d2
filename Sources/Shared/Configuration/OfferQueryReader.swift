/// Reads a query in the language of Vast's official client, as that client reads it.
///
/// What it would warn of, refuse or crash on is a mistake here, and so is a value that no offer has
/// in such a field, and what other keys of a group say.
package struct OfferQueryReader {
    package private(set) var query = OfferQuery()
    private(set) var mistakes: [Misfit] = []

    /// Whether the text is free of mistakes.
    package var isGood: Bool { mistakes.isEmpty }

    package init(_ text: String) {
        if let control = Array(text.unicodeScalars).firstIndex(where: {
            $0.properties.generalCategory == .control
        }) {
            mistakes = [
                Misfit(
                    what: "holds a line break or another control character",
                    hint: "write the conditions in one line, or folded: query: >-", offset: control)
            ]
            return
        }
        let text = OfferQueryText(text)
        for condition in text.conditions {
            do throws(Misfit) {
                query.steps.append(try step(condition))
            } catch {
                mistakes.append(error)
                // Without its operator nobody can tell where the next condition begins.
                if condition.comparison.isEmpty { return }
            }
        }
        if mistakes.isEmpty { mistakes = OfferQueryBounds(query).mistakes(at: text.conditions) }
        if let unread = text.unread {
            mistakes.append(
                Misfit(
                    what: "holds something that is no condition",
                    hint: "write conditions with spaces between them, such as "
                        + "reliability>0.98 inet_down>=200",
                    offset: unread))
        }
    }

    private func step(_ condition: OfferQueryText.Condition) throws(Misfit) -> OfferQuery.Step {
        let comparison = try comparison(of: condition)
        let field = OfferQueryField.aliases[condition.field] ?? condition.field
        guard let kind = OfferQueryField.kind(of: field) else {
            let closest = closestName(to: condition.field, among: OfferQueryField.names)
            throw Misfit(
                what: "names the field \(quoted(condition.field)), which offers do not have",
                hint: closest.map { "did you mean \($0)?" }
                    ?? "vastai search offers --help lists the fields", offset: condition.offset)
        }
        let value = condition.value.trimmed(of: ",[]")
        let isList = comparison == .in || comparison == .notin
        let step: OfferQuery.Step
        if !isList, ["?", "*", "any"].contains(value) {
            guard comparison == .eq else {
                throw Misfit(
                    what: "compares \(field) with \(value), which goes with = only",
                    hint: "write \(field)=any", offset: condition.comparisonOffset)
            }
            step = .lift(field: field)
        } else {
            let operand =
                isList
                ? try list(value, field, kind, condition)
                : try operand(value, field, kind, condition)
            step = .filter(field: field, comparison, operand)
        }
        try refuseForeign(step, field, condition)
        return step
    }

    private func comparison(
        of condition: OfferQueryText.Condition
    ) throws(Misfit) -> OfferQuery.Operator {
        if let known = operators[condition.comparison] { return known }
        let symbols = "the operators are = != < <= > >= in notin"
        guard condition.comparison.isEmpty else {
            throw Misfit(
                what: "holds \(quoted(condition.comparison)), which is no operator", hint: symbols,
                offset: condition.comparisonOffset)
        }
        let written = String(condition.value.prefix { $0 != " " })
        let meant = closestName(to: written, among: OfferQueryText.words)
        throw Misfit(
            what: "has no operator after \(quoted(condition.field))",
            hint: written.allSatisfy(\.isLetter) && !written.isEmpty && meant != nil
                ? "did you mean \(meant ?? "")? Words need a space on both sides" : symbols,
            offset: condition.comparisonOffset)
    }

    private func list(
        _ text: String, _ field: String, _ kind: OfferQueryField.Kind,
        _ condition: OfferQueryText.Condition
    ) throws(Misfit) -> OfferQuery.Operand {
        guard OfferQueryField.factors[field] == nil,
            field != "driver_version" || !text.contains(".")
        else {
            throw Misfit(
                what: "asks for \(field) in a list, which the official client cannot",
                hint: "write bounds: \(field)>=… \(field)<=…", offset: condition.comparisonOffset)
        }
        let parts = text.split(separator: ",").map { $0.trimmed(of: " ") }
            .filter { !$0.isEmpty }
        guard !parts.isEmpty else { throw blank(condition) }
        var values: [String] = []
        for part in parts {
            let value = plain(part)
            guard kind != .number || number(value) != nil else {
                throw unfit(value, field, kind, condition)
            }
            guard kind != .flag else { throw unfit(value, field, kind, condition) }
            values.append(value)
        }
        return .list(values)
    }

    private func operand(
        _ text: String, _ field: String, _ kind: OfferQueryField.Kind,
        _ condition: OfferQueryText.Condition
    ) throws(Misfit) -> OfferQuery.Operand {
        guard !text.isEmpty else { throw blank(condition) }
        if field == "driver_version", text.contains(".") {
            guard let version = driverVersion(text) else {
                throw Misfit(
                    what: "compares driver_version with \(quoted(text))",
                    hint: "write a version of three numbers, such as 535.86.05",
                    offset: condition.valueOffset)
            }
            return .whole(version)
        }
        let value = plain(text)
        if let factor = OfferQueryField.factors[field] {
            guard let number = number(value) else { throw unfit(value, field, kind, condition) }
            return .number(number * factor)
        }
        switch value {
        case "true", "True":
            guard kind == .flag else { throw unfit(value, field, kind, condition) }
            return .flag(true)
        case "false", "False":
            guard kind == .flag else { throw unfit(value, field, kind, condition) }
            return .flag(false)
        case "None", "null": return .null
        default:
            let fits =
                kind == .text
                || number(value) != nil && (kind == .number || ["0", "1"].contains(value))
            guard fits else { throw unfit(value, field, kind, condition) }
            return .text(value)
        }
    }

    private func blank(_ condition: OfferQueryText.Condition) -> Misfit {
        Misfit(
            what: "has no value for \(quoted(condition.field))",
            hint: "write \(condition.field)=any where it does not matter",
            offset: condition.valueOffset)
    }

    private func unfit(
        _ value: String, _ field: String, _ kind: OfferQueryField.Kind,
        _ condition: OfferQueryText.Condition
    ) -> Misfit {
        let noun = kind == .number ? "a number" : "true or false"
        let unit = field == "duration" ? ", in days" : field.hasSuffix("_ram") ? ", in GB" : ""
        return Misfit(
            what: "compares \(field) with \(quoted(value)), which is not \(noun)\(unit)",
            hint: kind == .number && value.contains(where: \.isNumber)
                ? "write the number without its unit" : nil,
            offset: condition.valueOffset)
    }

    /// What the group says by keys of its own is not for the query.
    private func refuseForeign(
        _ step: OfferQuery.Step, _ field: String, _ condition: OfferQueryText.Condition
    ) throws(Misfit) {
        switch field {
        case "gpu_name", "num_gpus":
            throw Misfit(
                what: "asks for \(field), which the group's gpus: says",
                hint: field == "gpu_name"
                    ? "write gpus: [{ name: RTX 4090 }]"
                    : "write gpus: [{ name: RTX 4090, count: 2 }]", offset: condition.offset)
        case "rentable" where step != .filter(field: field, .eq, .flag(true)),
            "rented" where step != .filter(field: field, .eq, .flag(false)):
            throw Misfit(
                what: "asks for \(field), but only what is free to be rented is looked for",
                hint: "leave \(field) out", offset: condition.offset)
        default: break
        }
    }
}

private let operators: [String: OfferQuery.Operator] = [
    ">=": .gte, ">": .gt, "gt": .gt, "gte": .gte, "<=": .lte, "<": .lt, "lt": .lt, "lte": .lte,
    "!=": .neq, "==": .eq, "=": .eq, "eq": .eq, "neq": .neq, "noteq": .neq, "not eq": .neq,
    "notin": .notin, "not in": .notin, "nin": .notin, "in": .in,
]

/// A value with spaces for `_`, and without the quotes around it.
private func plain(_ text: String) -> String {
    text.replacing("_", with: " ").trimmed(of: "\"")
}

/// A number in digits, with a sign, a point or an exponent.
private func number(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }) else { return nil }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
}

/// `535.86.05` as 535086005: each of the three groups padded to three digits.
private func driverVersion(_ text: String) -> Int64? {
    let groups = text.split(separator: ".", omittingEmptySubsequences: false)
    guard groups.count == 3, groups.allSatisfy({ (1...6).contains($0.count) }),
        groups.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    return Int64(
        groups.map { String(repeating: "0", count: max(0, 3 - $0.count)) + $0 }.joined())
}

extension StringProtocol {
    /// The text without these characters at either end.
    fileprivate func trimmed(of characters: String) -> String {
        let kept = drop { characters.contains($0) }
        guard let last = kept.lastIndex(where: { !characters.contains($0) }) else { return "" }
        return String(kept[...last])
    }
}
