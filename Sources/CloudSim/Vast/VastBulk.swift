import Shared

/// Calls about several instances, and the search that rents what it finds.
extension VastCall {
    /// `POST asks/bulk/`: up to 64 creates with one body; 400 when every one fails.
    mutating func createMany() -> SimResponse {
        guard let ids = ids("ids") else { return Self.invalidIDs("ids") }
        var results: [JSON] = []
        var created: [JSON] = []
        var failed: [JSON] = []
        for id in ids {
            let answer = JSON(parsing: create(id).body) ?? .null
            let isRented = answer["new_contract"] != nil
            var result: JSONObject = ["ask_id": .int(id), "success": answer["success"] ?? false]
            if isRented {
                result.append("new_contract", answer["new_contract"] ?? .null)
                result.append("state", answer["success"] == true ? "running" : "stopped")
                created.append(answer["new_contract"] ?? .null)
            } else {
                failed.append(.int(id))
            }
            for key in ["error", "msg"] {
                if let value = answer[key] { result.append(key, value) }
            }
            results.append(.object(result))
        }
        var body: JSONObject = [
            "success": .bool(!created.isEmpty), "results": .array(results),
            "created": .array(created), "failed": .array(failed), "elapsed": 0.0,
        ]
        if created.isEmpty {
            body.append("error", results.first?["error"] ?? .null)
            body.append("msg", results.first?["msg"] ?? .null)
        }
        return SimResponse(status: created.isEmpty ? 400 : 200, .object(body))
    }

    /// `PUT launch_instance/`: rents the first offer that its query finds.
    mutating func launch() -> SimResponse {
        guard let query = body?["q"]?.members else {
            return .invalidArguments("q must be an object")
        }
        do throws(FilterError) {
            guard let best = found(try OfferQuery(query)).first else {
                return .failure(404, "no_such_ask", "No offer matches the query.")
            }
            return create(best.offer.id)
        } catch {
            return .invalidArguments(error.message)
        }
    }

    /// `PUT instances/`: one state for several instances; a success when at least one has changed.
    mutating func updateMany() -> SimResponse {
        guard let ids = ids("ids") else { return Self.invalidIDs("ids") }
        guard let target = body?["state"]?.text.flatMap(IntendedStatus.init(rawValue:)) else {
            return .invalidArguments("Invalid target state")
        }
        let known = ids.filter { state[$0] != nil }
        guard !known.isEmpty else {
            return .failure(404, "invalid_args", "No instance matches the ids.")
        }
        if target == .stopped {
            for id in known { _ = state.stop(id, world.settings) }
            return .success
        }
        let outcomes = known.map { id in
            state.startAsked(id, self.target, world.catalog, world.settings)
        }
        if outcomes.contains(.starts) { return .success }
        if outcomes.contains(.queued) { return .queued }
        return outcomes.contains(.noCredit) ? .insufficientCredit : .contractEnded
    }

    /// `DELETE instances/`: ends those that exist.
    mutating func destroyMany() -> SimResponse {
        guard let ids = ids("instance_ids") else { return Self.invalidIDs("instance_ids") }
        let known = ids.filter { state[$0] != nil }
        guard !known.isEmpty else {
            return .failure(404, "instances_not_found", "No instance matches the ids.")
        }
        for id in known { _ = destroy(id) }
        return .success
    }

    /// The ids of a bulk call, each once; nothing when they are not 1 to 64 whole numbers.
    private func ids(_ key: String) -> [Int64]? {
        guard let elements = body?[key]?.elements, (1...64).contains(elements.count) else {
            return nil
        }
        var ids: [Int64] = []
        for element in elements {
            guard let id = element.whole ?? element.text.flatMap({ Int64($0) }) else { return nil }
            if !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    private static func invalidIDs(_ key: String) -> SimResponse {
        .invalidArguments("\(key) must be a list of 1 to 64 ids")
    }
}
