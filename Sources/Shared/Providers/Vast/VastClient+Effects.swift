extension VastClient {
    package func create(_ order: CreateOrder) async -> CreateOutcome {
        guard !order.carries(key) else { return .notSent(reason: CreateOrder.carriesKey) }
        do throws(HTTPError) {
            let response = try await callOnce(
                .create, .put, "v0/asks/\(order.offer.percentEncoded)/", body: body(of: order))
            return outcome(of: response, hiding: order.setup)
        } catch {
            return error.mayHaveActed
                ? .unknown(reason: error.summary) : .notSent(reason: error.summary)
        }
    }

    /// The body of section 3.1 of the reference: on demand, ssh direct and by proxy, and a refusal
    /// rather than a stopped machine when the GPUs are gone.
    private func body(of order: CreateOrder) -> JSONValue {
        let variables = order.setup.env.map { ($0.name, JSONValue.string($0.value)) }
        return [
            "client_id": "me", "image": .string(order.image), "price": nil,
            "env": .object(Dictionary(variables, uniquingKeysWith: { _, last in last })),
            "image_login": order.setup.registry.map { .string($0.vastText) } ?? .null,
            "disk": .integer(Int64(order.diskGB)), "label": .string(order.label),
            "onstart": .string(order.onstart), "runtype": "ssh_direc ssh_proxy",
            "target_state": "running", "cancel_unavail": true, "force": false,
        ]
    }

    /// What an answer to a create means: only what is certain counts as no (promise M1).
    private func outcome(
        of response: HTTPResponse, hiding setup: MachineSetup
    ) -> CreateOutcome {
        let answer = VastAnswer(response, hiding: key, and: setup)
        if let contract = answer.newContract, (200..<500).contains(response.status) {
            let id = InstanceID(provider: name, value: contract)
            let started = answer.success != false && response.status < 300
            return started ? .accepted(id) : .acceptedWithoutStart(id, reason: answer.reason)
        }
        switch response.status {
        case 200..<300 where answer.success == false:
            return .refused(reason: answer.reason, offerGone: answer.names("no_such_ask"))
        case 404, 410:
            return .refused(reason: answer.reason, offerGone: answer.names("no_such_ask"))
        case 408:
            return .unknown(reason: "status 408")
        case 300..<500:
            return .refused(
                reason: "status \(response.status), \(answer.reason)",
                offerGone: answer.names("no_such_ask"))
        default:
            return .unknown(reason: "status \(response.status), \(answer.reason)")
        }
    }

    package func destroy(_ id: InstanceID) async throws(ProviderError) {
        do throws(ProviderError) {
            try await expectDone(
                .destroy, .delete, "v0/instances/\(id.value.percentEncoded)/", body: [:])
        } catch {
            // 404: no such instance, so it is gone already.
            if case .refused(_, status: 404, _) = error { return }
            throw error
        }
    }

    package func setLabel(_ label: String, of id: InstanceID) async throws(ProviderError) {
        try await expectDone(
            .change, .put, "v0/instances/\(id.value.percentEncoded)/",
            body: ["label": .string(label)])
    }
}

extension RegistryLogin {
    /// The parts as Vast takes them; none of them holds white space.
    fileprivate var vastText: String { "-u \(user) -p \(password) \(server)" }
}
