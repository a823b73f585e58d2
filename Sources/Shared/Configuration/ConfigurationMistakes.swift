/// Two things of the file that cannot both be as they are.
struct Clash {
    var what: String
    var mark: YAMLMark
    var hint: String
}

/// The mistakes found so far, each at its place in the file or in the environment.
struct ConfigurationMistakes {
    let file: String
    private var inFile: [(offset: Int, mistake: Explanation)] = []
    private var inEnvironment: [Explanation] = []

    /// Where variables stand that come from a file.
    private let places: [String: String]

    init(file: String, places: [String: String] = [:]) {
        self.file = file
        self.places = places
    }

    mutating func add(_ what: String, at mark: YAMLMark, hint: String? = nil) {
        inFile.append(
            (
                mark.offset,
                Explanation(
                    what: what.keysHidden, place: "\(file):\(mark)", hint: hint?.keysHidden,
                    status: .configuration)
            ))
    }

    mutating func add(_ clashes: [Clash]) {
        for clash in clashes { add(clash.what, at: clash.mark, hint: clash.hint) }
    }

    mutating func add(_ what: String, variable: String, hint: String? = nil) {
        inEnvironment.append(
            Explanation(
                what: what.keysHidden, place: places[variable] ?? "environment",
                hint: hint?.keysHidden,
                status: .configuration))
    }

    /// Whether there are so many that hints for more of them are not worth their time.
    var areCountless: Bool { inFile.count >= 50 * ConfigurationErrors.mostTold }

    /// All of them, sorted by place; `nil` when there are none.
    var errors: ConfigurationErrors? {
        let told = inFile.enumerated()
            .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
            .map(\.element.mistake)
        let all = told + inEnvironment
        return all.first.map { ConfigurationErrors($0, Array(all.dropFirst())) }
    }
}
