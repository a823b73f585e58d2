import Testing

@testable import Shared

/// A change to the smallest configuration, and what is said about it.
struct MessageCase: CustomTestStringConvertible {
    var change: String
    var to: String
    var expected: [String]
    var testDescription: String { "\(change) → \(to)" }

    init(_ change: String, _ to: String, _ expected: String...) {
        self.change = change
        self.to = to
        self.expected = expected
    }

    var text: String { smallest.replacing(change, with: to) }
}

@Suite struct ConfigurationMessageTests {
    @Test(arguments: [
        MessageCase("max: 2", "max: 0", "fleet.yaml:5:10: groups[0].max is 0, not 1 to 1000"),
        MessageCase("max: 2", "max: 1001", "fleet.yaml:5:10: groups[0].max is 1001, not 1 to 1000"),
        MessageCase("max: 2", "max: -1", "fleet.yaml:5:10: groups[0].max is -1, not 1 to 1000"),
        MessageCase(
            "max: 2", "max: 99999999999999999999",
            "fleet.yaml:5:10: groups[0].max is 99999999999999999999, not 1 to 1000"),
        MessageCase(
            "max: 2", "max: 2.5",
            "fleet.yaml:5:10: groups[0].max is \"2.5\", not a whole number from 1 to 1000"),
        MessageCase(
            "max: 2", "max: 010",
            "fleet.yaml:5:10: groups[0].max is \"010\", not a whole number from 1 to 1000",
            "hint: write 10"),
        MessageCase(
            "max: 2", "max: ٣",
            "fleet.yaml:5:10: groups[0].max is \"٣\", not a whole number from 1 to 1000"),
        MessageCase(
            "max: 2", "max:",
            "fleet.yaml:5:9: groups[0].max is empty, not a whole number from 1 to 1000"),
        MessageCase(
            "max: 2", "max: [2]",
            "fleet.yaml:5:10: groups[0].max is a list, not a whole number from 1 to 1000",
            "hint: write 2"),
        MessageCase(
            "max: 2", "max: {a: b}",
            "fleet.yaml:5:10: groups[0].max is a mapping, not a whole number from 1 to 1000"),
        MessageCase(
            "max: 2", "min: 3\n    max: 2",
            "fleet.yaml:5:10: groups[0].min is 3, above groups[0].max: 2"),
        MessageCase(
            "max: 2", "max: 2\n    jobs_per_instance: 1000001",
            "fleet.yaml:6:24: groups[0].jobs_per_instance is 1000001, not 1 to 1000000"),
    ])
    func `numbers`(_ c: MessageCase) {
        #expect(complaints(about: c.text) == c.expected)
    }

    @Test(arguments: [
        MessageCase(
            "max: 2", "max: 2\n    scale_up: {cooldown: 15}",
            "fleet.yaml:6:26: groups[0].scale_up.cooldown is 15, without a unit",
            "hint: write 15m for minutes or 15s for seconds"),
        MessageCase(
            "groups:", "doubt_grace: 15 min\ngroups:",
            "fleet.yaml:3:14: doubt_grace is \"15 min\", not a duration such as 15m",
            "hint: write 15m"),
        MessageCase(
            "groups:", "doubt_grace: 59s\ngroups:",
            "fleet.yaml:3:14: doubt_grace is 59s, not at least 1m"),
        MessageCase(
            "groups:", "doubt_grace: soon\ngroups:",
            "fleet.yaml:3:14: doubt_grace is \"soon\", not a duration such as 15m",
            "hint: write a number and its unit: 90s, 15m, 6h, 2d or 1h30m"),
        MessageCase(
            "groups:", "boot_deadline: 1.5h\ngroups:",
            "fleet.yaml:3:16: boot_deadline is \"1.5h\", not a duration such as 15m",
            "hint: write 1h30m"),
        MessageCase(
            "file: q", "file: q, max_age: 0",
            "fleet.yaml:6:33: groups[0].demand.max_age is 0, not at least 1s"),
        MessageCase(
            "groups:", "budget: {daily: $20}\ngroups:",
            "fleet.yaml:3:17: budget.daily is \"$20\", not an amount in dollars such as 0.50",
            "hint: write 20"),
        MessageCase(
            "groups:", "budget: {hourly: 0.50 USD/h}\ngroups:",
            "fleet.yaml:3:18: budget.hourly is \"0.50 USD/h\", not an amount in dollars such as "
                + "0.50", "hint: write 0.50"),
        MessageCase(
            "groups:", "budget: {monthly: \"1,000\"}\ngroups:",
            "fleet.yaml:3:19: budget.monthly is \"1,000\", not an amount in dollars such as 0.50"),
        MessageCase(
            "groups:", "budget: {hourly: 0}\ngroups:",
            "fleet.yaml:3:18: budget.hourly is 0, not above 0"),
        MessageCase(
            "vast: {}", "vast: {max_price: 1e3}",
            "fleet.yaml:2:32: providers.vast.max_price is \"1e3\", not an amount in dollars such "
                + "as 0.50", "hint: write 1000"),
        MessageCase(
            "vast: {}", "vast: {disk: 60}",
            "fleet.yaml:2:27: providers.vast.disk is 60, without a unit", "hint: write 60GB"),
        MessageCase(
            "vast: {}", "vast: {disk: 60 GiB}",
            "fleet.yaml:2:27: providers.vast.disk is \"60 GiB\", not a size such as 60GB",
            "hint: write 65GB"),
        MessageCase(
            "vast: {}", "vast: {disk: 7GB}",
            "fleet.yaml:2:27: providers.vast.disk is 7GB, not 8GB to 64TB"),
        MessageCase(
            "vast: {}", "vast: {disk: 65TB}",
            "fleet.yaml:2:27: providers.vast.disk is 65TB, not 8GB to 64TB"),
        MessageCase(
            "vast: {}", "vast: {disk: 0TB}",
            "fleet.yaml:2:27: providers.vast.disk is 0TB, not 8GB to 64TB"),
        MessageCase(
            "[RTX 4090]", "[{name: A, min_reliability: 95%}]",
            "fleet.yaml:7:39: groups[0].gpus[0].min_reliability is 95%, not 0 to 1",
            "hint: write 0.95"),
        MessageCase(
            "[RTX 4090]", "[{name: A, min_reliability: 1.000001}]",
            "fleet.yaml:7:39: groups[0].gpus[0].min_reliability is 1.000001, not 0 to 1"),
        MessageCase(
            "vast: {}", "vast: {verified: maybe}",
            "fleet.yaml:2:31: providers.vast.verified is \"maybe\", not on or off"),
    ])
    func `units`(_ c: MessageCase) {
        #expect(complaints(about: c.text) == c.expected)
    }

    @Test(arguments: [
        MessageCase(
            "fleet: selfplay", "fleet: Self Play",
            "fleet.yaml:1:8: fleet is \"Self Play\", not 1 to 32 of a-z, 0-9 and - with no - at "
                + "an end", "hint: write self-play"),
        MessageCase(
            "name: g", "name: -g",
            "fleet.yaml:4:11: groups[0].name is \"-g\", not 1 to 32 of a-z, 0-9 and - with no - "
                + "at an end", "hint: write g"),
        MessageCase(
            "vast: {}", "vast: {image: a b}",
            "fleet.yaml:2:28: providers.vast.image is \"a b\", with white space in the name of an "
                + "image"),
        MessageCase(
            "vast: {}", "vast: {image: \"\"}",
            "fleet.yaml:2:28: providers.vast.image is empty, not the name of an image"),
        MessageCase(
            "file: q", "file: ~eve/q",
            "fleet.yaml:6:21: groups[0].demand.file is \"~eve/q\", the home of another user",
            "hint: write the path in full"),
        MessageCase(
            "file: q", "file: \"a\\0b\"",
            "fleet.yaml:6:21: groups[0].demand.file holds a line break or another control "
                + "character"),
        MessageCase(
            "max: 2", "max: 2\n    onstart: \(String(repeating: "é", count: 4049))",
            "fleet.yaml:6:14: groups[0].onstart has 4049 characters, more than the 4048 that the "
                + "provider takes", "hint: put the script into the image, or fetch it from there"),
        MessageCase(
            "vast: {}", "vast: {key_file: \(String(repeating: "0123abcd", count: 8))}",
            "fleet.yaml:2:31: providers.vast.key_file looks like a key, not the path of a file "
                + "that holds one",
            "hint: put the key into a file of mode 0600 and name that file here"),
        MessageCase(
            "vast: {}", "vast: {url: ftp://a}",
            "fleet.yaml:2:26: providers.vast.url is not a URL such as https://console.vast.ai",
            "hint: begin it with https://"),
        MessageCase(
            "vast: {}", "vast: {url: https://a:b@c}",
            "fleet.yaml:2:26: providers.vast.url holds a user name or a password",
            "hint: leave out everything up to the @; the API key has its own place"),
        MessageCase(
            "vast: {}", "vast: {url: http://Console.vast.ai:80}",
            "fleet.yaml:2:26: providers.vast.url is http://console.vast.ai:80: without https the "
                + "key would travel in clear", "hint: write https://console.vast.ai:80"),
        MessageCase(
            "vast: {}", "vast: {url: \"https://console.vast.ai/api/v0?api_key=x\"}",
            "fleet.yaml:2:26: providers.vast.url has more than a host and a port",
            "hint: write https://console.vast.ai"),
    ])
    func `names, paths and addresses`(_ c: MessageCase) {
        #expect(complaints(about: c.text) == c.expected)
    }

    @Test func `a script of exactly the limit is taken`() throws {
        let script = String(repeating: "é", count: 4048)
        let text = smallest.replacing("max: 2", with: "max: 2\n    onstart: \(script)")
        #expect(try read(text).groups.map(\.onstart) == [script])
    }

    @Test func `a home that is unknown is told where it is needed`() {
        #expect(
            complaints(about: smallest.replacing("file: q", with: "file: ~/q"), home: "") == [
                "fleet.yaml:1:1: state is missing, and its default begins with ~, but HOME is not "
                    + "set",
                "hint: add state: with a path written in full",
                "fleet.yaml:6:21: groups[0].demand.file begins with ~, but HOME is not set",
                "hint: write the path in full",
            ])
    }
}
