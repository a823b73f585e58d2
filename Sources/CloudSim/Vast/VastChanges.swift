import Shared

/// Calls about one instance or the account.
extension VastCall {
    mutating func show(_ id: Int64) -> SimResponse {
        guard fire(.otherAccount) == nil, let instance = state[id] else {
            return SimResponse(["instances": .null])
        }
        return SimResponse(["instances": .object(row(of: instance))])
    }

    /// `PUT instances/{id}`: a label or a state, one of them.
    mutating func update(_ id: Int64) -> SimResponse {
        guard let fields = body?.members else {
            return .invalidArguments("the body must be an object")
        }
        if let target = fields["state"] { return change(id, to: target) }
        guard let label = fields["label"] else {
            return .invalidArguments("the body must have a state or a label")
        }
        guard label == .null || label.text != nil else {
            return .invalidArguments("label must be a string")
        }
        guard let index = state.index(of: id) else { return .noSuchInstance(id) }
        guard (label.text ?? "").unicodeScalars.count <= 1024 else {
            return .failure(400, "label_too_long", "label is longer than 1024 characters")
        }
        state.instances[index].label = label.text
        state.differ(until: nil)
        return .success
    }

    private mutating func change(_ id: Int64, to target: JSON) -> SimResponse {
        switch target.text.flatMap(IntendedStatus.init(rawValue:)) {
        case .stopped:
            return state.stop(id, world.settings) ? .success : .noSuchInstance(id)
        case .running:
            switch state.startAsked(id, self.target, world.catalog, world.settings) {
            case .starts: return .success
            case .queued: return .queued
            case .noSuchInstance: return .noSuchInstance(id)
            case .noCredit: return .noCredit
            case .contractEnded: return .contractEnded
            }
        case .none: return .failure(400, "invalid_args", "Invalid target state")
        }
    }

    mutating func user() -> SimResponse {
        let account = world.settings.account
        let isOther = fire(.otherAccount) != nil
        let credit = isOther ? account.credit : state.creditLeft(world.settings)
        return SimResponse([
            "id": .int(isOther ? account.id + 1 : account.id),
            "username": .string(isOther ? "other" : "renter"),
            "email": .string(isOther ? "other@example.com" : account.email),
            "email_verified": true, "fullname": "",
            "ssh_key": .string(isOther ? "" : state.vast.sshKeys.first?.text ?? ""),
            "credit": .double(credit.asNumber), "balance": 0.0,
            "balance_threshold": 0.0, "balance_threshold_enabled": false,
            "autobill_threshold": 0.0, "can_pay": true, "has_billing": true, "has_payout": false,
            "host_only": false, "host_agreement_accepted": false,
        ])
    }

    func gpuNames() -> SimResponse {
        let names = Set(world.catalog.offers.map(\.gpuName)).sorted()
        return SimResponse(["gpu_names": .array(names.map { .string($0) })])
    }
}
