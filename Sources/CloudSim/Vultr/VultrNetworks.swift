import Shared

/// Private networks: made, shown, named, joined, left and removed.
extension VultrCall {
    /// The member of answers: `vpc`, or `network` where the path is the older one.
    var networkName: String {
        request.segments.dropFirst().first == "private-networks" ? "network" : "vpc"
    }

    func network(_ id: String) throws(VultrRefusal) -> VultrNetwork {
        guard let network = part.networks.first(where: { $0.id == id }) else {
            throw .noNetwork
        }
        return network
    }

    mutating func addNetwork() throws(VultrRefusal) -> SimResponse {
        let fields = try VultrFields(body)
        guard let region = try fields.text("region").flatMap(VultrRegion.named) else {
            throw .invalidRegion
        }
        guard part.networks.count(where: { $0.region == region.id }) < VultrNetwork.mostInRegion
        else {
            throw VultrRefusal("You have reached the maximum number of VPCs in this region.")
        }
        let label = try fields.text("description") ?? ""
        let mask = try fields.whole("v4_subnet_mask")
        let subnet = try fields.text("v4_subnet")
        guard (mask == nil) == (subnet == nil) else {
            throw VultrRefusal("v4_subnet and v4_subnet_mask belong together.")
        }
        guard let subnet, let mask else {
            let network = newNetwork(in: region.id, label)
            return SimResponse(status: 201, [networkName: network.row])
        }
        guard VultrNetwork.masks.contains(mask), let first = VultrNetwork.address(subnet),
            first & (UInt32.max >> UInt32(mask)) == 0
        else { throw VultrRefusal("Invalid v4_subnet.") }
        let network = newNetwork(in: region.id, label, first, mask)
        return SimResponse(status: 201, [networkName: network.row])
    }

    /// Makes a network; without addresses it takes 4096 that no other one has.
    private mutating func newNetwork(
        in region: String, _ label: String, _ subnet: UInt32? = nil, _ mask: Int64 = 20
    ) -> VultrNetwork {
        let own = (0..<4096).lazy.map { UInt32(10) << 24 + $0 * 4096 }.first { first in
            !part.networks.contains { $0.subnet == first }
        }
        let network = VultrNetwork(
            id: state.random.uuid(), region: region, created: state.now, label: label,
            subnet: subnet ?? own ?? 0, mask: mask)
        state.vultrPart.networks.append(network)
        return network
    }

    /// The network that a machine gets when it is to have one: the oldest of the region.
    mutating func ownNetwork(in region: String) -> VultrNetwork {
        part.networks.first { $0.region == region } ?? newNetwork(in: region, "")
    }

    /// The networks that a create asks for.
    ///
    /// - Throws: the refusal of one that is not there, or is in another region.
    func networkIDs(
        _ fields: VultrFields, in region: VultrRegion
    ) throws(VultrRefusal) -> [String] {
        let older = try fields.texts("attach_private_network")
        let ids = try fields.texts("attach_vpc") ?? older ?? []
        for id in ids {
            guard part.networks.contains(where: { $0.id == id && $0.region == region.id }) else {
                throw VultrRefusal("Invalid VPC ID")
            }
        }
        return ids
    }

    mutating func changeNetwork(_ id: String) throws(VultrRefusal) -> SimResponse {
        guard let index = part.networks.firstIndex(where: { $0.id == id }) else {
            throw .noNetwork
        }
        if let label = try VultrFields(body).text("description") {
            state.vultrPart.networks[index].label = label
        }
        return .vultrDone
    }

    mutating func removeNetwork(_ id: String) throws(VultrRefusal) -> SimResponse {
        _ = try network(id)
        guard !part.machines.contains(where: { $0.networks.contains { $0.network == id } }) else {
            throw VultrRefusal("There are servers attached to this VPC network.")
        }
        state.vultrPart.networks.removeAll { $0.id == id }
        return .vultrDone
    }

    func networks(of id: String) throws(VultrRefusal) -> SimResponse {
        let machine = try machine(id)
        return try VultrPage(of: machine.networks, for: request, id: \.network).answer("vpcs") {
            [
                "id": .string($0.network), "mac_address": .string(machine.mac),
                "ip_address": .string($0.address),
            ]
        }
    }

    func networkRows(of machine: VultrMachine) -> [JSON] {
        machine.networks.compactMap { attachment in
            part.networks.first { $0.id == attachment.network }.map {
                [
                    "id": .string($0.id), "version": "vpc",
                    "subnet": .string("\($0.subnetText)/\($0.mask)"),
                ]
            }
        }
    }

    mutating func join(_ id: String) throws(VultrRefusal) -> SimResponse {
        let index = try unlocked(id, "Unable to attach VPC")
        try join([try VultrFields(body).text("vpc_id") ?? ""], index)
        return .vultrDone
    }

    mutating func leave(_ id: String) throws(VultrRefusal) -> SimResponse {
        let index = try unlocked(id, "Unable to detach VPC")
        try leave([try VultrFields(body).text("vpc_id") ?? ""], index)
        return .vultrDone
    }

    mutating func join(_ ids: [String], _ index: Int) throws(VultrRefusal) {
        for id in ids {
            guard try network(id).region == part.machines[index].region else {
                throw VultrRefusal("Invalid VPC ID")
            }
        }
        for id in ids { state.vultrPart.join(id, machine: index) }
    }

    mutating func leave(_ ids: [String], _ index: Int) throws(VultrRefusal) {
        for id in ids {
            guard part.machines[index].networks.contains(where: { $0.network == id }) else {
                throw VultrRefusal("Invalid VPC ID")
            }
        }
        state.vultrPart.machines[index].networks.removeAll { ids.contains($0.network) }
    }
}
