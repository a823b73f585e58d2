import Testing

@testable import Shared

@Suite struct ConfigurationLimitTests {
    @Test(arguments: [
        (
            ["VAST_AUTOSCALE_MIN": "3"],
            ["environment: VAST_AUTOSCALE_MIN is 3, above groups[0].max: 2"]
        ),
        (
            ["VAST_AUTOSCALE_MIN": "3", "VAST_AUTOSCALE_MAX": "1"],
            ["environment: VAST_AUTOSCALE_MIN is 3, above VAST_AUTOSCALE_MAX: 1"]
        ),
        (
            ["VAST_AUTOSCALE_MAX": "0"],
            ["environment: VAST_AUTOSCALE_MAX is 0, not 1 to 1000"]
        ),
        (
            ["VAST_URL": "http://10.0.0.1"],
            [
                "environment: VAST_URL is http://10.0.0.1: without https the key would "
                    + "travel in clear", "hint: write https://10.0.0.1",
            ]
        ),
    ])
    func `mistakes of the environment name the variable`(
        environment: [String: String], expected: [String]
    ) {
        #expect(complaints(about: smallest, environment: environment) == expected)
    }

    @Test func `a ceiling of the environment below the floor of the file is a mistake`() {
        let text = smallest.replacing("max: 2", with: "min: 2\n    max: 3")
        #expect(
            complaints(about: text, environment: ["VAST_AUTOSCALE_MAX": "1"]) == [
                "environment: VAST_AUTOSCALE_MAX is 1, below groups[0].min: 2"
            ])
    }

    @Test func `sizes of the environment are refused where there are several groups`() {
        let second = "\n  - {name: h, max: 1, demand: {file: q}, gpus: [A]}"
        #expect(
            complaints(about: smallest + second, environment: ["VAST_AUTOSCALE_MAX": "1"]) == [
                "environment: VAST_AUTOSCALE_MAX is for a single group, and the "
                    + "file has 2",
                "hint: unset it, and write min: and max: for each group",
            ])
    }

    @Test func `a billion laughs are one mistake, which counts them`() throws {
        let error = #expect(throws: ConfigurationErrors.self) { try read(billionLaughs) }
        let told = try #require(error)
        // Each anchor, and each alias.
        let sharing = billionLaughs.count { $0 == "&" || $0 == "*" }
        let about = told.mistakes.map(\.what).filter { $0.hasPrefix("anchors and aliases are") }
        #expect(about == ["anchors and aliases are not used here (and \(sharing - 1) more)"])
    }

    @Test func `ten megabytes of noise are refused for their size`() {
        var noise = SeededNumbers(seed: 10)
        let bytes = (0..<10_000_000 / 8).flatMap { _ in
            let number = noise.next()
            return (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
        }
        let error = #expect(throws: ConfigurationErrors.self) {
            try readConfiguration(
                text: bytes, file: "fleet.yaml", folder: "/", home: "/", environment: [:])
        }
        #expect(
            error?.lines(tool: "t") == [
                "t: error: fleet.yaml: it has 10000000 bytes, more than 1000000"
            ])
    }

    @Test func `the number of mistakes told is limited and the rest counted`() throws {
        let unknown = (0..<150).map { "\nzzzz\($0): 1" }.joined()
        let error = try #require(
            #expect(throws: ConfigurationErrors.self) { try read(smallest + unknown) })
        #expect(error.mistakes.count == 20)
        #expect(error.untold == 130)
        #expect(error.lines(tool: "t").last == "t: error: and 130 more mistakes")
        #expect(error.explanation.what == "no setting is called zzzz0 (and 149 more)")
        #expect(error.explanation.status == .configuration)
    }

    @Test(
        arguments: [
            ("maxx", "max"), ("mxa", "max"), ("Max", "max"), ("key-file", "key_file"),
            ("min_relaibility", "min_reliability"), ("x", nil), ("", nil), ("wholly_other", nil),
            (String(repeating: "m", count: 10_000), nil),
        ] as [(String, String?)])
    func `the closest name is the one that was meant`(written: String, expected: String?) {
        let names = ["min", "max", "key_file", "min_reliability"]
        #expect(closestName(to: written, among: names) == expected)
    }
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
