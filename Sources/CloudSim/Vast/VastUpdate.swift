import Shared

/// Calls about an instance that change its image, its price or a copy of it elsewhere.
extension VastCall {
    /// `PUT instances/update_template/{id}`: another image, and the container is made anew.
    mutating func updateImage(_ id: Int64) -> SimResponse {
        guard let fields = body?.members else {
            return .invalidArguments("the body must be an object")
        }
        guard let index = state.index(of: id) else { return .noSuchInstance(id) }
        guard [nil, .null].contains(fields["template_id"]),
            [nil, .null].contains(fields["template_hash_id"])
        else { return .invalidArguments("template not found: the simulation has no templates") }
        var request = state.instances[index].request
        do throws(CreateRefusal) {
            if let env = fields["env"], env != .null {
                request.env = try CreateOrder.environment(env)
            }
            if fields["args"] != nil { request.arguments = try CreateOrder.arguments(fields) }
        } catch {
            return error.answer
        }
        request.image = fields["image"]?.text ?? request.image
        request.onstart = fields["onstart"]?.text ?? request.onstart
        state.instances[index].request = request
        if state.instances[index].intended == .running,
            state.instances[index].containerStatus(at: state.now) == .running
        {
            let time = state.random.duration(in: world.settings.boot)
            state.instances[index].restart(as: .recycling, at: state.now, taking: time)
        }
        let row = row(of: state.instances[index])
        return SimResponse(["success": true, "updated_instance": .object(row)])
    }

    /// `GET instances/balance/{id}`: nothing is ever paid in ahead.
    func deposit(of id: Int64) -> SimResponse {
        guard state[id] != nil else { return .noSuchInstance(id) }
        return SimResponse([
            "success": true, "refundable_deposit": 0.0, "total_discount": 0.0,
            "discount_months": 0.0,
        ])
    }

    /// `POST instances/take_snapshot/{id}`: accepted; nothing is pushed anywhere.
    func takeSnapshot(of id: Int64) -> SimResponse {
        guard state[id] != nil else { return .noSuchInstance(id) }
        guard body?["personal_repo"]?.text?.isEmpty == false else {
            return .invalidArguments("personal_repo is required")
        }
        return .success
    }

    /// `GET instances/pending-price-increases/`: hosts never raise the price of a contract.
    func priceIncreases() -> SimResponse {
        SimResponse([
            "success": true, "count": 0, "truncated": false, "pending_price_increases": [],
        ])
    }

    func answerPriceIncrease() -> SimResponse {
        guard let fields = body?.members, fields.list.count == 1,
            let id = fields["pending_price_increase_id"]?.whole
        else { return .invalidArguments("the body must be pending_price_increase_id alone") }
        return .failure(
            404, "no_pending_price_increase", "There is no pending price increase \(id).")
    }

    /// `POST commands/rclone/`: an account has no connections to clouds.
    func copyToCloud() -> SimResponse {
        let connection = body?["selected"]?.text ?? body?["selected"]?.whole.map { "\($0)" } ?? ""
        return .failure(
            200, "invalid_args", "There is no cloud connection \(connection) in this account.")
    }
}
