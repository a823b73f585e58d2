import Shared

/// `GET /api/v1/instances/`: the list, in pages of at most 25.
extension VastCall {
    mutating func list() -> SimResponse {
        if fire(.otherAccount) != nil {
            return Self.page(found: 0, total: 0, Array("{}".utf8), next: nil) { _ in }
        }
        do throws(ListRefusal) {
            return try list(try ListQuery(request))
        } catch {
            return .failure(400, error.code, error.message)
        }
    }

    private mutating func list(_ query: ListQuery) throws(ListRefusal) -> SimResponse {
        let visible = listed
        var found = visible
        if !query.filters.isEmpty {
            found = []
            for instance in visible where try matches(instance, query.filters) {
                found.append(instance)
            }
        }
        found = ordered(found, query.order)
        let first = query.after.map { start(after: $0, in: found, query.order) } ?? 0
        var shown = Array(found[first...].prefix(query.limit))
        let last = first + shown.count < found.count ? shown.last : nil
        var next = last.map { values(of: $0, query.order) }
        var missing = 0
        if let fault = fire(.truncatedList) {
            let wanted = fault.amount > 0 ? Int(fault.amount) : max(1, shown.count / 2)
            shown.removeLast(min(shown.count, wanted))
            missing = found.count - first - shown.count
            next = nil
        }
        if fire(.cursorRepeats) != nil {
            next = query.after ?? found.first.map { values(of: $0, query.order) }
        }
        let counts =
            listsAgree
            ? labels.encoded(asOf: state.labelChanges.value) { LabelCounts.count(visible) }
            : LabelCounts.count(visible)
        return Self.page(
            found: found.count - missing, total: visible.count - missing, counts, next: next
        ) { writer in
            for (position, instance) in shown.enumerated() {
                if position > 0 { writer.append(",") }
                if let columns = query.columns {
                    writer.write(projected(row(of: instance), columns))
                } else {
                    write(rowOf: instance, to: &writer)
                }
            }
        }
    }

    /// Whether lists show exactly what exists.
    private var listsAgree: Bool { state.listsAgree.value.map { $0 <= state.now } ?? true }

    /// What lists show, by id.
    private var listed: [SimInstance] {
        guard !listsAgree else { return state.instances }
        let now = state.now
        let gone = state.ended.filter { $0.lingersUntil.map { now < $0 } ?? false }
        let here = state.instances.filter { $0.hiddenUntil.map { $0 <= now } ?? true }
        return (gone + here).sorted { $0.id < $1.id }
    }

    /// Where the page behind a cursor begins.
    private func start(
        after cursor: JSONObject, in found: [SimInstance], _ order: [ListOrder]
    ) -> Int {
        guard order == [ListOrder(column: "id", isDescending: false)],
            let id = cursor["id"]?.whole
        else {
            return found.firstIndex { precedes(cursor, values(of: $0, order), order) }
                ?? found.count
        }
        var low = 0
        var high = found.count
        while low < high {
            let middle = (low + high) / 2
            if found[middle].id <= id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func page(
        found: Int, total: Int, _ counts: [UInt8], next: JSONObject?,
        rows: (inout JSONWriter) -> Void
    ) -> SimResponse {
        var writer = JSONWriter()
        writer.append("{\"success\":true,\"instances_found\":\(found),")
        writer.append("\"total_instances\":\(total),\"label_counts\":")
        writer.append(encoded: counts)
        writer.append(",\"next_token\":")
        writer.write(JSON(next.map(cursor(after:))))
        writer.append(",\"instances\":[")
        rows(&writer)
        writer.append("]}")
        return SimResponse(status: 200, body: writer.bytes)
    }

    /// Instances in an order; ids alone are in order already.
    private func ordered(_ instances: [SimInstance], _ order: [ListOrder]) -> [SimInstance] {
        if order.count == 1 {
            return order[0].isDescending ? instances.reversed() : instances
        }
        return instances.map { (instance: $0, key: values(of: $0, order)) }
            .sorted { precedes($0.key, $1.key, order) }.map(\.instance)
    }

    /// What a cursor that leads behind an instance holds.
    private func values(of instance: SimInstance, _ order: [ListOrder]) -> JSONObject {
        var values = JSONObject()
        for term in order { values.append(term.column, column(term.column, of: instance) ?? .null) }
        return values
    }

    private func precedes(
        _ left: JSONObject, _ right: JSONObject, _ order: [ListOrder]
    ) -> Bool {
        for term in order {
            let first = left[term.column] ?? .null
            if let answer = term.precedes(first, right[term.column] ?? .null) { return answer }
        }
        return false
    }

    /// `GET instances/filters/`: every combination that a list could be filtered by.
    func listFilters() -> SimResponse {
        var filters: [JSON] = []
        for instance in state.instances {
            var entry = JSONObject()
            for name in ["actual_status", "verification", "gpu_name"] {
                entry.append(name, column(name, of: instance) ?? .null)
            }
            if !filters.contains(.object(entry)) { filters.append(.object(entry)) }
        }
        return SimResponse(["filters": .array(filters)])
    }

    private func projected(_ row: JSONObject, _ columns: [String]) -> JSONObject {
        var projected = JSONObject()
        for column in columns { projected.append(column, row[column] ?? .null) }
        return projected
    }

    private func matches(
        _ instance: SimInstance, _ filters: [FilterCondition]
    ) throws(ListRefusal) -> Bool {
        for filter in filters where !filter.holds(for: column(filter.field, of: instance)) {
            return false
        }
        return true
    }

    /// A stored column, without building the row.
    private func column(_ name: String, of instance: SimInstance) -> JSON? {
        switch name {
        case "id": return .int(instance.id)
        case "label": return JSON(instance.label)
        case "intended_status": return .string(instance.intended.rawValue)
        case "image_uuid": return .string(instance.request.image)
        case "is_bid": return .bool(instance.isBid)
        case "start_date": return .double(instance.created.seconds)
        case "actual_status":
            let status = instance.status(at: state.now)
            return status == .provisioning ? .null : .string(status.rawValue)
        default: return world.catalog[instance.offerID]?.attributes[name]
        }
    }
}

/// The cursor that leads to what follows these values.
private func cursor(after values: JSONObject) -> String {
    Base64.encode(JSON.object(["values": .object(values)]).encoded)
}
