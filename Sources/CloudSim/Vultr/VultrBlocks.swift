import Shared

/// Block storage: volumes made, attached, grown and removed.
extension VultrCall {
    func block(_ id: String) throws(VultrRefusal) -> VultrBlock {
        guard let block = part.blocks.first(where: { $0.id == id }) else { throw .noBlock }
        return block
    }

    private func position(_ id: String) throws(VultrRefusal) -> Int {
        guard let index = part.blocks.firstIndex(where: { $0.id == id }) else { throw .noBlock }
        return index
    }

    mutating func addBlock() throws(VultrRefusal) -> SimResponse {
        let fields = try VultrFields(body)
        guard let region = try fields.text("region").flatMap(VultrRegion.named) else {
            throw .invalidRegion
        }
        let name = try fields.text("block_type") ?? VultrBlock.Kind.fast.rawValue
        guard let kind = VultrBlock.Kind(rawValue: name) else {
            throw VultrRefusal("block_type must be high_perf or storage_opt.")
        }
        guard kind == .large || region.hasFastBlocks else {
            throw VultrRefusal("The block type is not available in this region.")
        }
        guard let size = try fields.whole("size_gb"), kind.sizes.contains(size) else {
            throw VultrRefusal(
                "size_gb must be from \(kind.sizes.lowerBound) to \(kind.sizes.upperBound).")
        }
        let block = VultrBlock(
            id: state.random.uuid(), region: region.id, kind: kind, created: state.now, ended: nil,
            label: try fields.text("label") ?? "",
            sizes: [VultrBlock.Size(begins: state.now, size: size)], machine: nil)
        state.vultrPart.blocks.append(block)
        return SimResponse(status: 202, ["block": row(of: block)])
    }

    mutating func changeBlock(_ id: String) throws(VultrRefusal) -> SimResponse {
        let index = try position(id)
        let block = part.blocks[index]
        let fields = try VultrFields(body)
        let label = try fields.text("label") ?? block.label
        let size = try fields.whole("size_gb") ?? block.size
        guard label != block.label || size != block.size else {
            throw VultrRefusal("Nothing to change")
        }
        guard size >= block.size, block.kind.sizes.contains(size) else {
            throw VultrRefusal(
                "size_gb must be from \(block.size) to \(block.kind.sizes.upperBound).")
        }
        state.vultrPart.blocks[index].label = label
        if size != block.size {
            state.vultrPart.blocks[index].sizes.append(
                VultrBlock.Size(begins: state.now, size: size))
        }
        return .vultrDone
    }

    /// Removes a volume; one that is attached goes as well.
    mutating func removeBlock(_ id: String) throws(VultrRefusal) -> SimResponse {
        var block = state.vultrPart.blocks.remove(at: try position(id))
        block.ended = state.now
        block.machine = nil
        state.vultrPart.endedBlocks.append(block)
        return .vultrDone
    }

    mutating func attach(_ id: String) throws(VultrRefusal) -> SimResponse {
        let index = try position(id)
        let block = part.blocks[index]
        let fields = try VultrFields(body)
        _ = try fields.flag("live")
        let machine = try machine(try fields.text("instance_id") ?? "")
        guard block.machine == nil else {
            throw VultrRefusal("Block storage is already attached to another server")
        }
        guard block.isActive(at: state.now) else {
            throw VultrRefusal("Block storage is not active yet")
        }
        guard block.region == machine.region else {
            throw VultrRefusal("Block storage and server must be in the same region")
        }
        guard !machine.isLocked(at: state.now) else {
            throw VultrRefusal("Unable to attach block storage: Server is currently locked")
        }
        state.vultrPart.blocks[index].machine = machine.id
        return .vultrDone
    }

    mutating func detach(_ id: String) throws(VultrRefusal) -> SimResponse {
        let index = try position(id)
        if hasBody { _ = try VultrFields(body).flag("live") }
        guard part.blocks[index].machine != nil else {
            throw VultrRefusal("Block storage volume is not currently attached to a server")
        }
        state.vultrPart.blocks[index].machine = nil
        return .vultrDone
    }

    func row(of block: VultrBlock) -> JSON {
        let machine = block.machine.flatMap { part[$0] }
        let charges = ExactCost(of: block, at: state.now, from: state.now.monthBegin).rounded
        return [
            "id": .string(block.id), "date_created": .string(block.created.vultrText),
            "cost": block.monthlyCost.vultrNumber, "pending_charges": charges.vultrNumber,
            "status": block.isActive(at: state.now) ? "active" : "pending",
            "size_gb": .int(block.size), "region": .string(block.region),
            "attached_to_instance": .string(machine?.id ?? ""),
            "attached_to_instance_ip": .string(machine?.shownAddress(at: state.now) ?? ""),
            "attached_to_instance_label": .string(machine?.label ?? ""),
            "label": .string(block.label), "mount_id": .string(block.mountID),
            "block_type": .string(block.kind.rawValue), "os_id": 0, "snapshot_id": "",
            "bootable": false,
        ]
    }
}
