import Shared

/// `PUT asks/{id}`: renting an offer.
extension VastCall {
    mutating func create(_ offerID: Int64) -> SimResponse {
        var order: CreateOrder
        switch CreateOrder.reading(body, offerID: offerID) {
        case .success(let valid): order = valid
        case .failure(let refusal): return refusal.answer
        }
        guard let offer = world.catalog[offerID] else { return Self.noSuchAsk(offerID) }
        let volumes = state.vast.volumes
        do throws(CreateRefusal) {
            order.request.volume = try mountedVolume(on: offer)
        } catch {
            return error.answer
        }
        let answer = create(order, from: offer)
        // A volume that was to be made for it is not made when nothing was rented.
        if JSON(parsing: answer.body)?["new_contract"] == nil {
            state.vast.volumes = volumes
        }
        return answer
    }

    private mutating func create(_ order: CreateOrder, from offer: Offer) -> SimResponse {
        let offerID = offer.id
        switch state.create(order, from: offer, world.settings, path: request.path) {
        case .created(let id, let key):
            return SimResponse([
                "success": true, "new_contract": .int(id), "instance_api_key": .string(key),
            ])
        case .createdStopped(let id, let key):
            return SimResponse([
                "success": false, "new_contract": .int(id), "instance_api_key": .string(key),
                "error": "resources_unavailable",
                "msg": "Required resources are currently unavailable; the instance is stopped.",
            ])
        case .noSuchAsk: return Self.noSuchAsk(offerID)
        case .unavailable:
            return .failure(
                410, "no_such_ask", "Instance type by id \(offerID) is no longer available.")
        case .noCredit: return .insufficientCredit
        case .diskTooLarge:
            return .invalidArguments("disk is larger than the \(offer.diskSpace) GB of the offer")
        }
    }

    /// A create that the fault `late-effect` puts off; nothing when it does not befall this call,
    /// or the request would have been refused.
    mutating func late() -> SimOutcome? {
        guard case .create(let offerID) = route, refuseKey() == nil,
            state.credit.outSince == nil,
            case .success(let order) = CreateOrder.reading(body, offerID: offerID),
            let fault = fire(.lateEffect)
        else { return nil }
        let due = state.now + .milliseconds(Int64(fault.amount * 1000))
        state.late.append(WorldState.LateCreate(due: due, order: order))
        return .closed
    }

    private static func noSuchAsk(_ id: Int64) -> SimResponse {
        .failure(404, "no_such_ask", "No ask by id \(id) is available.")
    }
}

/// Why a create request was refused before anything was looked up.
struct CreateRefusal: Error {
    var answer: SimResponse

    static func invalid(_ message: String) -> CreateRefusal {
        CreateRefusal(answer: .invalidArguments(message))
    }
}

extension CreateOrder {
    /// Reads the body of a create request; fields that this API does not know are ignored.
    static func reading(_ body: JSON?, offerID: Int64) -> Result<CreateOrder, CreateRefusal> {
        Result { () throws(CreateRefusal) in
            guard let fields = body?.members else { throw .invalid("the body must be an object") }
            let bid = try Self.bid(fields["price"])
            let target = try Self.target(fields["target_state"])
            let cancel = fields["cancel_unavail"]?.flag
            return CreateOrder(
                offerID: offerID, bid: bid, diskMilliGB: try Self.disk(fields["disk"]),
                label: try Self.label(fields["label"]), target: target,
                cancelUnavailable: cancel ?? (bid == nil && target == .running),
                request: try Self.container(fields))
        }
    }

    private static func bid(_ price: JSON?) throws(CreateRefusal) -> Dollars? {
        guard let price, price != .null else { return nil }
        guard let number = price.number, (0.001...128).contains(number),
            let bid = Dollars(providerNumber: number)
        else {
            throw CreateRefusal(
                answer: .failure(400, "invalid_price", "price must be from 0.001 to 128"))
        }
        return bid
    }

    private static func target(_ target: JSON?) throws(CreateRefusal) -> IntendedStatus {
        guard let target, target != .null else { return .running }
        guard let status = target.text.flatMap(IntendedStatus.init(rawValue:)) else {
            throw .invalid("target_state must be running or stopped")
        }
        return status
    }

    private static func disk(_ disk: JSON?) throws(CreateRefusal) -> Int64 {
        guard let disk, disk != .null else { return 8000 }
        guard let size = disk.lenientNumber, (8...1_000_000).contains(size) else {
            throw .invalid("disk must be a number of GB, at least 8")
        }
        return Int64((size * 1000).rounded())
    }

    private static func label(_ label: JSON?) throws(CreateRefusal) -> String? {
        guard let label, label != .null else { return nil }
        guard let text = label.text else { throw .invalid("label must be a string") }
        guard text.unicodeScalars.count <= 256 else {
            throw CreateRefusal(
                answer: .failure(400, "label_too_long", "label is longer than 256 characters"))
        }
        return text
    }

    private static func container(
        _ fields: JSONObject
    ) throws(CreateRefusal) -> SimInstance.ContainerRequest {
        let template = fields["template_hash_id"]?.text ?? ""
        guard template.isEmpty else {
            throw .invalid("template \(template) not found: the simulation has no templates")
        }
        guard let image = fields["image"]?.text, !image.isEmpty else {
            throw .invalid("image is required")
        }
        guard image.unicodeScalars.count <= 1024 else {
            throw .invalid("image is longer than 1024 characters")
        }
        let onstart = fields["onstart"]?.text
        guard (onstart ?? "").unicodeScalars.count <= 4048 else {
            throw .invalid("onstart is longer than 4048 characters")
        }
        return SimInstance.ContainerRequest(
            image: image, runtype: fields["runtype"]?.text ?? "ssh", onstart: onstart,
            env: try environment(fields["env"]), arguments: try arguments(fields))
    }

    /// `args` is a list, `args_str` one text.
    static func arguments(_ fields: JSONObject) throws(CreateRefusal) -> [String] {
        if let text = fields["args_str"]?.text {
            return text.split(separator: " ").map(String.init)
        }
        guard let args = fields["args"], args != .null else { return [] }
        if let text = args.text { return [text] }
        guard let elements = args.elements, elements.allSatisfy({ $0.text != nil }) else {
            throw .invalid("args must be a list of strings")
        }
        return elements.compactMap(\.text)
    }

    static func environment(_ env: JSON?) throws(CreateRefusal) -> JSONObject {
        guard let env, env != .null else { return [:] }
        guard let variables = env.members else {
            throw .invalid("invalid env type: env must be a dict")
        }
        var total = 0
        for variable in variables.list {
            guard let value = variable.value.text, value.unicodeScalars.count <= 256 else {
                throw .invalid("env values must be strings of at most 256 characters")
            }
            total += variable.key.unicodeScalars.count + value.unicodeScalars.count
        }
        guard total <= 32_768 else { throw .invalid("env is longer than 32768 characters") }
        return variables
    }
}
