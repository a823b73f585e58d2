import Shared

/// The answers of the service that are the same everywhere.
extension SimResponse {
    /// The shape of every error: the text, and the status once more.
    static func vultr(_ status: Int, _ error: String) -> SimResponse {
        SimResponse(status: status, ["error": .string(error), "status": .int(Int64(status))])
    }

    /// Done, with nothing to say: no body, no content type.
    static let vultrDone: SimResponse = {
        var response = SimResponse(status: 204, body: [])
        response.headers = []
        return response
    }()

    static let vultrTooFrequent: SimResponse = {
        var response = SimResponse(
            status: 429, ["status": 429, "error": "rate limit exceeded"])
        response.headers.append(SimRequest.Field("Retry-After", "1"))
        return response
    }()
}

/// Why a request was refused.
struct VultrRefusal: Error, Equatable {
    var status: Int
    var text: String

    init(_ text: String) { self.init(400, text) }

    init(_ status: Int, _ text: String) {
        self.status = status
        self.text = text
    }

    static let badRequest = VultrRefusal("Bad request.")
    static let noMachine = VultrRefusal(404, "instance not found")
    static let noKey = VultrRefusal(404, "Invalid ssh key ID")
    static let noNetwork = VultrRefusal(404, "Invalid VPC ID")
    static let noSnapshot = VultrRefusal(404, "Invalid snapshot ID")
    static let noScript = VultrRefusal(404, "Invalid startup script ID")
    static let noBlock = VultrRefusal(404, "Invalid block storage ID")
    static let invalidPlan = VultrRefusal("Invalid plan chosen.")
    static let invalidRegion = VultrRefusal("Invalid region chosen.")
    static let soldOut = VultrRefusal(
        "Server add failed: Plan is not available in the selected datacenter.")
    static let noAccess = VultrRefusal(
        "Server add failed: Please open a support request for access to this product.")
    static let suspended = VultrRefusal("Server add failed: This account is suspended.")
    static let tooMany = VultrRefusal(
        "Server add failed: You have reached the maximum number of active instances for this "
            + "account.")
    static let tooDear = VultrRefusal(
        "Server add failed: You have reached the maximum monthly fee limit for this account.")
}

/// The members of a request body; null counts as absent.
struct VultrFields {
    private let members: JSONObject

    /// - Throws: the refusal of a body that is no object.
    init(_ body: JSON?) throws(VultrRefusal) {
        guard let members = body?.members else { throw .badRequest }
        self.members = members
    }

    var isEmpty: Bool { members.list.allSatisfy { $0.value == .null } }

    func value(_ name: String) -> JSON? {
        members[name].flatMap { $0 == .null ? nil : $0 }
    }

    func text(_ name: String) throws(VultrRefusal) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.text else { throw VultrRefusal("\(name) must be a string.") }
        return text
    }

    func texts(_ name: String) throws(VultrRefusal) -> [String]? {
        guard let value = value(name) else { return nil }
        guard let elements = value.elements else {
            throw VultrRefusal("\(name) must be an array of strings.")
        }
        let texts = elements.compactMap(\.text)
        guard texts.count == elements.count else {
            throw VultrRefusal("\(name) must be an array of strings.")
        }
        return texts
    }

    /// A whole number, also in a string.
    func whole(_ name: String) throws(VultrRefusal) -> Int64? {
        guard let value = value(name) else { return nil }
        guard let whole = value.whole ?? value.text.flatMap({ Int64($0) }) else {
            throw VultrRefusal("\(name) must be an integer.")
        }
        return whole
    }

    func flag(_ name: String) throws(VultrRefusal) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let flag = value.flag else { throw VultrRefusal("\(name) must be a boolean.") }
        return flag
    }

    /// A text that must be base64, as it was sent.
    func base64(_ name: String) throws(VultrRefusal) -> String? {
        guard let text = try text(name) else { return nil }
        guard Base64.decode(text) != nil else { throw VultrRefusal("\(name) must be base64.") }
        return text
    }
}
