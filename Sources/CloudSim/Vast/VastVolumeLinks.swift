import Shared

/// Volumes inside instances: linked at create and for the instance's life, on one machine.
extension VastCall {
    /// The volume that a create asks for with `volume_info`, rented now when it is to be new.
    ///
    /// - Throws: the refusal of a volume that is not there, or on another machine.
    mutating func mountedVolume(
        on offer: Offer
    ) throws(CreateRefusal) -> SimInstance.VolumeMount? {
        guard let wish = body?["volume_info"], wish != .null else { return nil }
        guard let id = wish["volume_id"]?.whole else { throw .invalid("volume_id is required") }
        let path = wish["mount_path"]?.text ?? ""
        guard path.hasPrefix("/"), path.count > 1 else {
            throw .invalid("mount_path must be an absolute path")
        }
        guard wish["create_new"] == true else {
            guard let volume = state.vast.volumes.first(where: { $0.id == id }) else {
                throw CreateRefusal(
                    answer: .failure(404, "no_such_volume", "Volume \(id) not found."))
            }
            guard volume.machineID == offer.machineID else {
                throw .invalid("Volume \(id) is on another machine.")
            }
            return SimInstance.VolumeMount(volume: id, path: path)
        }
        guard id == Self.volumeOffer(of: offer.machineID) else {
            throw .invalid("Volume offer \(id) is on another machine.")
        }
        guard let size = wish["size"]?.whole, size >= 1 else {
            throw .invalid("size must be a whole number of GB")
        }
        let volume = try rentVolume(offer: id, size: size, name: wish["name"]?.text)
        return SimInstance.VolumeMount(volume: volume.id, path: path)
    }

    /// The id of the offer of a machine's disk.
    static func volumeOffer(of machine: Int64) -> Int64 { 7_000_000 + machine }

    /// The instances that a volume is linked to.
    func users(of volume: SimVolume) -> [Int64] {
        state.instances.filter { $0.request.volume?.volume == volume.id }.map(\.id)
    }

    /// The volumes of an instance, as its row has them.
    func volumes(of instance: SimInstance) -> [JSON] {
        guard let mount = instance.request.volume,
            let volume = state.vast.volumes.first(where: { $0.id == mount.volume })
        else { return [] }
        return [
            [
                "id": .int(volume.id), "label": JSON(volume.name),
                "mount_path": .string(mount.path), "total_space": .int(volume.size),
                "avail_space": .int(volume.size),
            ]
        ]
    }

    /// `POST volumes/copy/`: another volume of the same size, or a larger one, on an offer.
    mutating func cloneVolume() -> SimResponse {
        guard let source = body?["src_id"].flatMap(Self.number),
            let target = body?["dst_id"].flatMap(Self.number)
        else { return .invalidArguments("src_id and dst_id are required") }
        guard let volume = state.vast.volumes.first(where: { $0.id == source }) else {
            return .failure(404, "no_such_volume", "Volume \(source) not found.")
        }
        let size = body?["size"]?.lenientNumber.map { Int64($0.rounded(.up)) } ?? volume.size
        guard size >= volume.size else {
            return .invalidArguments("size is smaller than the \(volume.size) GB of the volume")
        }
        do throws(CreateRefusal) {
            let copy = try rentVolume(offer: target, size: size, name: volume.name)
            return SimResponse(["success": true, "volume_name": .string("V.\(copy.id)")])
        } catch {
            return error.answer
        }
    }

    private static func number(_ value: JSON) -> Int64? {
        value.whole ?? value.text.flatMap { Int64($0) }
    }
}
