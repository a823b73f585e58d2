/// A GPU model as Vultr names it, `NVIDIA_A100_SXM`, held against the user's words for it.
///
/// The user's name fits when it says the model and nothing that the model is not: `A100` fits both
/// `NVIDIA_A100` and `NVIDIA_A100_SXM`, `A100 SXM4` only the second, and `L40` never `L40S`. The
/// maker's name, the case of letters, `_` and `-` do not matter. A type that is not in the table
/// wants all of its words.
struct VultrGPU: Equatable {
    /// The name without its maker, with spaces: `A100 SXM`.
    let name: String
    /// The memory of one card in GB, where it is known.
    let memoryGB: Int?
    private let needed: Set<String>
    private let allowed: Set<String>

    init(type: String) {
        let words = modelWords(type)
        name = words.joined(separator: " ")
        if let known = models[words.joined(separator: "_")] {
            memoryGB = known.memoryGB
            needed = [known.model]
            allowed = needed.union(known.forms).union(words)
        } else {
            memoryGB = nil
            needed = Set(words)
            allowed = needed
        }
    }

    /// Whether a GPU of this name, as the user writes it, is this one.
    func fits(_ wanted: String) -> Bool {
        let words = Set(modelWords(wanted))
        return !words.isEmpty && needed.isSubset(of: words) && words.isSubset(of: allowed)
    }

    /// How many whole cards a plan has; `nil` for a part of one, and when nobody can tell.
    ///
    /// `vramGB` is the memory of the plan, all cards together; `count` the provider's own count,
    /// which says `1/8` for a part of a card.
    func cards(vramGB: Int?, count: VultrGPUCount?) -> Int? {
        if count == .part { return nil }
        if let memoryGB, let vramGB {
            return vramGB >= memoryGB && vramGB % memoryGB == 0 ? vramGB / memoryGB : nil
        }
        guard case .whole(let cards) = count else { return nil }
        return cards
    }
}

/// A plan's `gpu_count`: a whole number, in digits or as text, or a fraction of a card.
enum VultrGPUCount: Equatable {
    case whole(Int)
    case part

    init(_ value: JSONValue) {
        let number = value.double ?? value.string.flatMap(Double.init)
        if let whole = number.flatMap(Int.init(exactly:)), whole > 0 {
            self = .whole(whole)
        } else {
            self = .part
        }
    }
}

/// One row of the table below.
private struct Model {
    var model: String
    var memoryGB: Int?
    /// What the user may say besides the model: how the card is mounted, how large it is.
    var forms: Set<String> = []
}

/// What Vultr rents as whole cards, by its type without the maker.
///
/// The memory is the one that plans are cut by; where two sources differ it is left out, and the
/// provider's own count decides.
private let models: [String: Model] = [
    "A16": Model(model: "A16", memoryGB: 16),
    "A40": Model(model: "A40", memoryGB: 48),
    "L40S": Model(model: "L40S", memoryGB: 48),
    "A100": Model(model: "A100", memoryGB: 80, forms: ["PCIE", "80GB"]),
    "A100_SXM": Model(model: "A100", memoryGB: 80, forms: ["SXM4", "80GB"]),
    "H100": Model(model: "H100", memoryGB: 80, forms: ["PCIE", "80GB"]),
    "HGX_H100": Model(model: "H100", memoryGB: 80, forms: ["SXM", "SXM5", "80GB"]),
    "GH200": Model(model: "GH200", memoryGB: nil, forms: ["SXM"]),
    "B200": Model(model: "B200", memoryGB: nil),
    "HGX_B200": Model(model: "B200", memoryGB: nil, forms: ["SXM"]),
    "MI300X": Model(model: "MI300X", memoryGB: 192),
    "MI325X": Model(model: "MI325X", memoryGB: nil),
    "MI355X": Model(model: "MI355X", memoryGB: nil),
]

/// A GPU's name in upper-case words, its maker left out.
private func modelWords(_ name: String) -> [String] {
    name.uppercased().split { $0 == " " || $0 == "_" || $0 == "-" }.map(String.init)
        .filter { $0 != "NVIDIA" && $0 != "AMD" }
}
