import FoundationEssentials

extension VultrClient {
    /// Rents the plan and region that the offer names.
    ///
    /// The disk comes with the plan and the system from the settings: the order's own are for
    /// providers that rent containers.
    package func create(_ order: CreateOrder) async -> CreateOutcome {
        guard !order.carries(key) else { return .notSent(reason: CreateOrder.carriesKey) }
        guard let userData = vultrUserData(order.onstart, order.setup.env) else {
            return .notSent(reason: "its onstart is no shell script, so env cannot reach it")
        }
        let place = order.offer.split(separator: "/", omittingEmptySubsequences: false)
        guard place.count == 2, !place[0].isEmpty, !place[1].isEmpty else {
            return .notSent(reason: "\(bounded(order.offer)) names no region and plan")
        }
        let system: Int64
        do throws(ProviderError) {
            system = try await self.system()
        } catch {
            return .notSent(reason: error.explanation.what)
        }
        do throws(HTTPError) {
            let response = try await callOnce(
                .post, "instances",
                body: body(
                    of: order, userData, region: place[0], plan: place[1], system: system))
            return outcome(of: response)
        } catch {
            return error.mayHaveActed
                ? .unknown(reason: error.summary) : .notSent(reason: error.summary)
        }
    }

    /// The body of section 4.2 of the reference.
    ///
    /// The label is a tag too: either finds the machine.
    private func body(
        of order: CreateOrder, _ userData: String, region: Substring, plan: Substring, system: Int64
    ) -> JSONValue {
        var body: [String: JSONValue] = [
            "region": .string(String(region)), "plan": .string(String(plan)),
            "os_id": .integer(system), "label": .string(order.label),
            "tags": [.string(order.label)], "hostname": .string(order.label),
            "backups": "disabled", "activation_email": false,
        ]
        let keys = settings.sshKeyIDs + order.sshKeys.filter { !settings.sshKeyIDs.contains($0) }
        if !keys.isEmpty { body["sshkey_id"] = .array(keys.map(JSONValue.string)) }
        if !userData.isEmpty {
            body["user_data"] = .string(Data(userData.utf8).base64EncodedString())
        }
        return .object(body)
    }

    /// What an answer to a create means: only what is certain counts as no (promise M1).
    private func outcome(of response: HTTPResponse) -> CreateOutcome {
        let answer = VultrAnswer(response, hiding: key)
        switch response.status {
        case 200..<300:
            guard let id = JSONValue(json: response.body)?["instance"]?["id"]?.idText
            else { return .unknown(reason: "status \(response.status) without an instance") }
            return .accepted(InstanceID(provider: name, value: id))
        case 408:
            return .unknown(reason: "status 408")
        case 300..<500:
            return .refused(
                reason: "status \(response.status), \(answer.reason)",
                offerGone: ![401, 403, 429].contains(response.status)
                    && answer.says(anyOf: Self.offerGone))
        default:
            return .unknown(reason: "status \(response.status), \(answer.reason)")
        }
    }

    /// How it may be told that a plan is not sold, or sold out, in a region.
    ///
    /// The exact text of today is not known. None of these is part of one about the account.
    private static let offerGone = [
        "invalid plan", "not available in", "plan not available", "plan is not available",
        "no longer available", "currently unavailable", "sold out", "out of stock",
        "insufficient capacity", "no capacity",
    ]

    /// Destroys a machine; not yet while it is locked, as it is while it installs.
    package func destroy(_ id: InstanceID) async throws(ProviderError) {
        let response = try await answered(.delete, "instances/\(id.value.percentEncoded)")
        guard let error = failure(in: response) else { return }
        let answer = VultrAnswer(response, hiding: key)
        // Gone already, or going.
        if response.status == 404 || answer.deniesInstance(response.status) { return }
        if response.status >= 400, answer.says("pending destruction") { return }
        if response.status == 500, answer.says("locked") {
            throw .notYet(provider: name, reason: answer.reason)
        }
        throw error
    }

    /// Puts the label on a machine, and in place of its tags.
    package func setLabel(_ label: String, of id: InstanceID) async throws(ProviderError) {
        _ = try await expectSuccess(
            .patch, "instances/\(id.value.percentEncoded)",
            body: ["label": .string(label), "tags": [.string(label)]])
    }
}
