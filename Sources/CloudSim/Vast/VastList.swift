import Shared

/// `GET /api/v1/instances/`: the list, in pages of at most 25.
extension VastCall {
    mutating func list() -> SimResponse {
        if fire(.otherAccount) != nil { return Self.page([], found: 0, total: 0, [:], next: nil) }
        do throws(ListRefusal) {
            return try list(try ListQuery(request))
        } catch {
            return .failure(400, error.code, error.message)
        }
    }

    private mutating func list(_ query: ListQuery) throws(ListRefusal) -> SimResponse {
        let now = state.now
        let visible = state.instances.filter { $0.hiddenUntil.map { $0 <= now } ?? true }
        var found: [SimInstance] = []
        for instance in visible where try matches(instance, query.filters) {
            found.append(instance)
        }
        if query.isDescending { found.reverse() }
        let first =
            query.after.map { id in
                found.firstIndex { query.isDescending ? $0.id < id : $0.id > id } ?? found.count
            } ?? 0
        var shown = Array(found[first...].prefix(query.limit))
        var next = first + shown.count < found.count ? shown.last.map { $0.id } : nil
        var missing = 0
        if let fault = fire(.truncatedList) {
            let wanted = fault.amount > 0 ? Int(fault.amount) : max(1, shown.count / 2)
            shown.removeLast(min(shown.count, wanted))
            missing = found.count - first - shown.count
            next = nil
        }
        if fire(.cursorRepeats) != nil { next = query.after ?? query.beforeFirst }
        var counts: [String: Int64] = [:]
        for label in visible.compactMap(\.label) { counts[label, default: 0] += 1 }
        return Self.page(
            shown.map { .object(projected(row(of: $0), query.columns)) },
            found: found.count - missing, total: visible.count - missing, counts, next: next)
    }

    private static func page(
        _ rows: [JSON], found: Int, total: Int, _ counts: [String: Int64], next: Int64?
    ) -> SimResponse {
        var labels = JSONObject()
        for (label, count) in counts.sorted(by: { $0.key < $1.key }) {
            labels.append(label, .int(count))
        }
        return SimResponse([
            "success": true, "instances_found": .int(Int64(found)),
            "total_instances": .int(Int64(total)), "label_counts": .object(labels),
            "next_token": JSON(next.map(cursor(after:))), "instances": .array(rows),
        ])
    }

    private func projected(_ row: JSONObject, _ columns: [String]?) -> JSONObject {
        guard let columns else { return row }
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

/// The cursor that leads to what follows an id.
private func cursor(after id: Int64) -> String {
    Base64.encode(Array("{\"values\": {\"id\": \(id)}}".utf8))
}
