import Shared

/// Volumes: each machine offers what its disk has left; a volume is billed by its size.
extension VastCall {
    /// `POST volumes/search/`.
    func searchVolumes() -> SimResponse {
        guard let members = body?.members else {
            return .invalidArguments("the query must be a JSON object")
        }
        do throws(FilterError) {
            let query = try OfferQuery(members)
            let found = volumeOffers.map { offer in
                OfferView(
                    offer: offer, allocated: query.allocated, isBid: false, isFree: true,
                    isRented: false, minBid: offer.minBid, now: state.now)
            }
            .filter { query.matches($0) }.sorted { query.precedes($0, $1) }
            return SimResponse([
                "offers": .array(found.prefix(query.limit).map { .object(Self.row(of: $0)) })
            ])
        } catch {
            return .invalidArguments(error.message)
        }
    }

    /// `PUT volumes/`: rents `size` GB of an offer.
    mutating func rentVolume() -> SimResponse {
        guard let id = body?["id"]?.whole, let size = body?["size"]?.whole, size >= 1 else {
            return .invalidArguments("id and size, in whole GB, are required")
        }
        do throws(CreateRefusal) {
            let volume = try rentVolume(offer: id, size: size, name: body?["name"]?.text)
            return SimResponse(["success": true, "volume_name": .string("V.\(volume.id)")])
        } catch {
            return error.answer
        }
    }

    mutating func rentVolume(
        offer id: Int64, size: Int64, name: String?
    ) throws(CreateRefusal) -> SimVolume {
        guard let offer = volumeOffers.first(where: { $0.id == id }) else {
            throw CreateRefusal(
                answer: .failure(
                    404, "no_such_ask", "No volume offer by id \(id) is available."))
        }
        guard Double(size) <= offer.diskSpace else {
            throw .invalid("size is larger than the \(offer.diskSpace) GB of the offer")
        }
        guard state.credit.outSince == nil else {
            throw CreateRefusal(answer: .insufficientCredit)
        }
        state.lastInstanceID += 1
        let volume = SimVolume(
            id: state.lastInstanceID, machineID: offer.machineID, name: name,
            size: size, storageCost: offer.storageCost, created: state.now)
        state.vast.volumes.append(volume)
        state.creditBound.value = nil
        return volume
    }

    /// `GET volumes`: every one is a local volume.
    func listVolumes() -> SimResponse {
        let kind = request.item("type") ?? "all_volume"
        guard ["all_volume", "local_volume", "network_volume"].contains(kind) else {
            return .invalidArguments("type must be local_volume, network_volume or all_volume")
        }
        let shown = kind == "network_volume" ? [] : state.vast.volumes
        let offers = volumeOffers
        let rows = shown.map { volume -> JSON in
            let offer = offers.first { $0.machineID == volume.machineID }
            var row: JSONObject = [
                "id": .int(volume.id), "label": JSON(volume.name), "status": "active",
                "disk_space": .double(Double(volume.size)), "machine_id": .int(volume.machineID),
                "start_date": .double(volume.created.seconds),
                "instances": .array(users(of: volume).map { .int($0) }),
                "storage_cost": .double(volume.storageCost.asNumber),
                "dph_total": .double(
                    rounded(volume.storageCost.asNumber * Double(volume.size) / 720)),
                "cluster_id": .null, "disk_name": .null,
            ]
            for name in Self.listedFields { row.append(name, offer?.attributes[name] ?? .null) }
            return .object(row)
        }
        return SimResponse(["volumes": .array(rows)])
    }

    /// `DELETE volumes/`: the id is in the URL, or in the body.
    mutating func deleteVolume() -> SimResponse {
        guard let id = request.item("id").flatMap({ Int64($0) }) ?? body?["id"]?.whole else {
            return .invalidArguments("id is required")
        }
        guard let index = state.vast.volumes.firstIndex(where: { $0.id == id }) else {
            return .failure(404, "no_such_volume", "Volume \(id) not found.")
        }
        if let user = users(of: state.vast.volumes[index]).first {
            return .invalidArguments("Volume \(id) is in use by instance \(user).")
        }
        var volume = state.vast.volumes.remove(at: index)
        volume.ended = state.now
        state.vast.endedVolumes.append(volume)
        return .success
    }

    /// One offer for each machine: its largest disk, less what its volumes take.
    private var volumeOffers: [Offer] {
        var largest: [Int64: Offer] = [:]
        for offer in world.catalog.offers
        where offer.diskSpace > largest[offer.machineID]?.diskSpace ?? 0 {
            largest[offer.machineID] = offer
        }
        return largest.values.sorted { $0.machineID < $1.machineID }.compactMap { offer in
            let taken = state.vast.volumes.filter { $0.machineID == offer.machineID }
                .reduce(0.0) { $0 + Double($1.size) }
            guard offer.diskSpace - taken >= 1 else { return nil }
            var fields = JSONObject()
            for (name, value) in offer.attributes { fields.append(name, value) }
            return Offer(
                id: Self.volumeOffer(of: offer.machineID), machineID: offer.machineID,
                gpuIDs: offer.gpuIDs,
                gpuName: offer.gpuName, gpuRate: .zero, storageCost: offer.storageCost,
                diskSpace: offer.diskSpace - taken, duration: offer.duration, more: fields)
        }
    }

    private static func row(of offer: OfferView) -> JSONObject {
        var row: JSONObject = [
            "id": .int(offer.offer.id), "ask_contract_id": .int(offer.offer.id),
            "disk_name": .null,
        ]
        for name in offerFields { row.append(name, offer[name] ?? .null) }
        return row
    }

    private static let listedFields = [
        "host_id", "driver_version", "inet_up", "inet_down", "reliability2", "verification",
        "geolocation", "disk_bw", "cuda_max_good", "cpu_ghz",
    ]

    private static let offerFields = [
        "machine_id", "host_id", "disk_space", "storage_cost", "storage_total_cost", "disk_bw",
        "cpu_ghz", "cpu_arch", "cuda_max_good", "driver_version", "inet_up", "inet_down",
        "inet_up_cost", "inet_down_cost", "reliability", "reliability2", "verification",
        "geolocation", "duration", "start_date", "end_date", "static_ip", "hosting_type",
        "cluster_id", "pcie_bw", "pci_gen", "total_flops", "has_avx", "os_version",
    ]
}
