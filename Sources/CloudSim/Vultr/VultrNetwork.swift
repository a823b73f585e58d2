import Shared

/// A private network (VPC): machines of one region with addresses of their own in it.
struct VultrNetwork: Sendable, Equatable {
    /// How many an account may have in a region.
    static let mostInRegion = 5
    /// The lengths of prefix that leave room for machines.
    static let masks: ClosedRange<Int64> = 8...28

    let id: String
    let region: String
    let created: Instant
    /// Its description, which is its only name; not unique.
    var label: String
    /// The first address, as a number.
    let subnet: UInt32
    /// How many bits of an address name the network.
    let mask: Int64

    /// How many addresses it has.
    private var size: UInt32 { 1 << UInt32(32 - mask) }

    /// The addresses that machines may have, as texts: the first three and the last are kept.
    func firstFree(besides taken: Set<String>) -> String? {
        (subnet + 3..<subnet + size - 1).lazy.map(Self.text).first { !taken.contains($0) }
    }

    var subnetText: String { Self.text(subnet) }

    private static func text(_ address: UInt32) -> String {
        [24, 16, 8, 0].map { String(address >> $0 & 255) }.joined(separator: ".")
    }

    /// Reads an address; nothing when it is none.
    static func address(_ text: String) -> UInt32? {
        let bytes = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard bytes.count == 4 else { return nil }
        return bytes.reduce(UInt32(0) as UInt32?) { sum, byte in
            guard let sum, let byte else { return nil }
            return sum << 8 | UInt32(byte)
        }
    }

    var row: JSON {
        [
            "id": .string(id), "region": .string(region), "description": .string(label),
            "v4_subnet": .string(subnetText), "v4_subnet_mask": .int(mask),
            "date_created": .string(created.vultrText),
        ]
    }
}

extension VultrMachine {
    /// A place in a private network.
    struct Attachment: Sendable, Equatable {
        let network: String
        let address: String
    }
}

extension VultrState {
    /// Puts a machine into a network; one that is in it already, or is full, changes nothing.
    mutating func join(_ network: String, machine index: Int) {
        guard let found = networks.first(where: { $0.id == network }),
            !machines[index].networks.contains(where: { $0.network == network })
        else { return }
        let taken = machines.flatMap(\.networks).filter { $0.network == network }.map(\.address)
        guard let address = found.firstFree(besides: Set(taken)) else { return }
        machines[index].networks.append(
            VultrMachine.Attachment(network: network, address: address))
    }
}
