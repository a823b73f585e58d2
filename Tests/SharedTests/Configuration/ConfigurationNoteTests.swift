import Testing

@testable import Shared

@Suite struct ConfigurationNoteTests {
    private let group = "\n  - { name: h, max: 2, demand: { file: q }, gpus: [A]"

    @Test func `the smallest file and the example have none`() throws {
        #expect(try notes(on: smallest) == [])
        let example = String(decoding: try packageFile("config/fleet.yaml"), as: UTF8.self)
        #expect(try notes(on: example) == [])
    }

    @Test func `a key is noted once, where it stands first`() throws {
        let text = smallest + "\n    workers: { stop: a }" + group + ", workers: { count: b } }"
        #expect(
            try notes(on: text) == [
                "t: note: fleet.yaml:8:5: groups[0].workers: no tool of this version runs them; "
                    + "onstart runs at first boot (and 1 more)"
            ])
    }

    @Test func `a price above the budget of an hour cannot be paid`() throws {
        func told(_ hourly: String, _ price: String) throws -> [String] {
            let text = smallest.replacing("[RTX 4090]", with: "[{name: A, max_price: \(price)}]")
            return try notes(on: text + "\nbudget: { hourly: \(hourly) }")
        }
        #expect(
            try told("0.40", "0.50") == [
                "t: note: fleet.yaml:7:33: groups[0].gpus[0].max_price: is $0.50, and nothing above "
                    + "budget.hourly ($0.40) is ever rented"
            ])
        #expect(try told("0.50", "0.50") == [])
        // The default of max_price says nothing about what was meant.
        #expect(try notes(on: smallest + "\nbudget: { hourly: 0.40 }") == [])
        let vast = smallest.replacing("vast: {}", with: "vast: { max_price: 3 }")
        #expect(try notes(on: vast + "\nbudget: { hourly: 2 }").count == 1)
    }

    @Test(arguments: [
        ("[{ at: \"22:00-06:00\", max: 2 }]", [0]), ("[{ at: \"22:00-06:00\", max: 3 }]", []),
        ("[{ at: \"22:00-06:00\", min: 0 }]", [0]),
        ("[{ at: \"22:00-06:00\", min: 0, max: 3 }]", []),
        // The later of two that say the same.
        ("[{ at: \"22:00-06:00\", max: 3 }, { at: \"23:00-05:00\", max: 3 }]", [1]),
        ("[{ at: \"22:00-06:00\", max: 3 }, { at: \"22:00-06:00\", max: 3 }]", [1]),
        // One that a later one hides at all its times, and one that it hides at some.
        ("[{ at: \"22:00-06:00\", max: 3 }, { at: \"00:00-24:00\", max: 4 }]", [0]),
        ("[{ at: \"22:00-06:00\", max: 3 }, { at: \"23:00-06:00\", max: 4 }]", []),
        // Back to the group's own bounds, out of another window's.
        ("[{ at: \"00:00-24:00\", max: 3 }, { at: \"08:00-09:00\", max: 2 }]", []),
    ])
    func `a window without which the same bounds hold is noted`(
        _ schedule: String, _ idle: [Int]
    ) throws {
        let told = try notes(on: smallest + "\n    schedule: \(schedule)")
        #expect(
            told.map { String($0.drop { $0 != "g" }) }
                == idle.map {
                    "groups[0].schedule[\($0)]: changes nothing: the same bounds hold without it"
                })
    }

    @Test func `what is for Vast alone has no effect where only Vultr is rented from`() throws {
        let lines = "\n    image: a\n    query: reliability>0.9"
        #expect(try notes(on: smallest + lines) == [])
        let vultr = smallest.replacing("vast: {}", with: "vultr: { regions: [ewr] }")
        #expect(
            try notes(on: vultr + lines) == [
                "t: note: fleet.yaml:8:5: groups[0].image: has no effect: it is for Vast alone",
                "t: note: fleet.yaml:9:5: groups[0].query: has no effect: it is for Vast alone",
            ])
    }

    @Test func `a file that was found brings its notes along`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(smallest + "\nalerts: hooks.yaml", to: "fleet.yaml")
        let file = try ConfigurationFile(
            at: path, home: "/home/ada", environment: [:], workingFolder: "/")
        #expect(file.notes.map(\.key) == ["alerts"])
        #expect(file.notes.map(\.place) == ["\(path):8:1"])
    }

    @Test func `every key that is not acted on is noted, and no other`() throws {
        for key in ConfigurationKey.all {
            let text = ConfigurationDocumentTests.file(key, key.example)
            let found = try notes(on: text, environment: ["QUEUE_TOKEN": "t", "GHCR_TOKEN": "t"])
            let shown = key.path.replacing("[]", with: "[0]")
            let isNoted = found.contains { $0.contains(": \(shown): ") }
            let isInsideOne = ConfigurationKey.all.contains {
                $0.gap != nil && key.path.hasPrefix($0.path)
            }
            #expect(isNoted == (key.gap != nil), "\(key.path): \(found)")
            #expect(found.isEmpty == !isInsideOne, "\(key.path): \(found)")
        }
    }
}
