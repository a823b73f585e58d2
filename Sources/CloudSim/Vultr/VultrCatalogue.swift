import Shared

/// What is answered without a key: plans, regions, stock and systems.
extension VultrCall {
    func catalogue() throws(VultrRefusal) -> SimResponse {
        switch route {
        case .plans:
            return try VultrPage(of: plans(), for: request, id: \.id).answer("plans", \.row)
        case .regions:
            return try VultrPage(of: VultrRegion.all, for: request, id: \.id)
                .answer("regions", \.row)
        case .systems:
            return try VultrPage(of: VultrSystem.all, for: request, id: { String($0.id) })
                .answer("os", \.row)
        case .availability(let region): return try availability(in: region)
        case .empty(let name):
            return try VultrPage(of: [String](), for: request, id: \.self)
                .answer(name) { .string($0) }
        default: throw .badRequest
        }
    }

    /// The plans of the type that the query asks for; there are only `vcg` plans.
    private func plans() -> [VultrPlan] {
        switch request.item("type") {
        case .none, "", "all", "vcg": world.vultr.plans
        default: []
        }
    }

    private func availability(in id: String) throws(VultrRefusal) -> SimResponse {
        guard let region = VultrRegion.named(id) else {
            throw VultrRefusal(404, "Invalid region ID")
        }
        let part = part
        let left = plans().filter { part.left(of: $0, in: region.id, world.vultr) > 0 }
        return SimResponse(["available_plans": .array(left.map { .string($0.id) })])
    }
}
