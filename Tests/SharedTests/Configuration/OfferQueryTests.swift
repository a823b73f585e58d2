import Testing

@testable import Shared

/// Section 2.2 of the reference, rule by rule.
@Suite struct OfferQueryTests {
    private func filters(_ text: String) throws -> VastFilters {
        let reader = OfferQueryReader(text)
        try #require(reader.isGood, "\(reader.mistakes)")
        var filters = reader.query.filters(verifiedOnly: true)
        // What every search begins with, where the text has not changed it.
        let defaults: VastFilters = [
            "verified": ["eq": true], "external": ["eq": false], "rentable": ["eq": true],
        ]
        for (field, value) in defaults where filters[field] == value { filters[field] = nil }
        return filters
    }

    @Test func `plain numbers stay text, as the service converts them`() throws {
        #expect(try filters("inet_down>=200") == ["inet_down": ["gte": "200"]])
    }

    @Test func `gigabytes of memory are thousands of megabytes, and days are seconds`() throws {
        #expect(try filters("gpu_ram>=24") == ["gpu_ram": ["gte": .number(24_000)]])
        #expect(try filters("cpu_ram<0.5") == ["cpu_ram": ["lt": .number(500)]])
        #expect(try filters("gpu_total_ram=48") == ["gpu_total_ram": ["eq": .number(48_000)]])
        #expect(try filters("duration>=3") == ["duration": ["gte": .number(259_200)]])
        #expect(try filters("disk_space>=3") == ["disk_space": ["gte": "3"]])
    }

    @Test func `true, false and None in either spelling are no text`() throws {
        #expect(
            try filters("static_ip=True datacenter=false cluster_id=None host_id!=null")
                == [
                    "static_ip": ["eq": true], "datacenter": ["eq": false],
                    "cluster_id": ["eq": nil], "host_id": ["neq": nil],
                ])
    }

    @Test func `an underscore in a value is a space, and quotes are left out`() throws {
        #expect(try filters("mobo_name=A_1") == ["mobo_name": ["eq": "A 1"]])
        #expect(try filters("mobo_name=\"A 1\"") == ["mobo_name": ["eq": "A 1"]])
    }

    @Test func `a list loses its brackets and is split at commas`() throws {
        for text in ["geolocation in [SE,NO]", "geolocation in SE,NO", "geolocation in [SE, NO,]"] {
            #expect(try filters(text) == ["geolocation": ["in": ["SE", "NO"]]])
        }
        for word in ["notin", "not in", "nin"] {
            #expect(try filters("geolocation \(word) CN") == ["geolocation": ["notin": ["CN"]]])
        }
    }

    @Test func `any removes a filter, those that every search begins with included`() throws {
        for text in ["verified=any", "verified = ?", "verified==*", "verified eq any"] {
            let query = OfferQueryReader(text).query
            #expect(query.filters(verifiedOnly: true)["verified"] == nil)
        }
        #expect(try filters("inet_up>5 inet_up=any") == [:])
        #expect(try filters("inet_up=any inet_up>5") == ["inet_up": ["gt": "5"]])
    }

    @Test func `short names stand for fields`() throws {
        let names = [
            "cuda_vers": "cuda_max_good", "dlperf_usd": "dlperf_per_dphtotal", "dph": "dph_total",
            "flops_usd": "flops_per_dphtotal",
        ]
        for (short, long) in names {
            #expect(try filters("\(short)>1") == [long: ["gt": "1"]])
        }
        #expect(
            try filters("display_active=true") == ["gpu_display_active": ["eq": true]])
    }

    @Test func `a driver's version becomes a number of three groups of three digits`() throws {
        #expect(
            try filters("driver_version>=535.86.05") == ["driver_version": ["gte": 535_086_005]])
        #expect(try filters("driver_version=535") == ["driver_version": ["eq": "535"]])
    }

    @Test func `operators of one field come together, and the later of two that are the same wins`()
        throws
    {
        #expect(
            try filters("reliability>0.9 reliability<=1 reliability>0.99")
                == ["reliability": ["gt": "0.99", "lte": "1"]])
    }

    @Test func `a trailing comma is dropped`() throws {
        #expect(try filters("inet_up>5, inet_down>6,").count == 2)
    }

    @Test(arguments: [
        ("=", "eq"), ("==", "eq"), (" eq ", "eq"), ("!=", "neq"), (" neq ", "neq"),
        (" noteq ", "neq"), (" not eq ", "neq"), (">", "gt"), (" gt ", "gt"), (">=", "gte"),
        (" gte ", "gte"), ("<", "lt"), (" lt ", "lt"), ("<=", "lte"), (" lte ", "lte"),
    ])
    func `an operator has these spellings`(_ spelling: String, _ name: String) throws {
        #expect(try filters("inet_up\(spelling)5") == ["inet_up": [name: "5"]])
    }

    // MARK: - Mistakes

    @Test(arguments: [
        (
            "reliability>0.9 inet_donw>5", 17,
            #"names the field "inet_donw", which offers do not have"#, "did you mean inet_down?"
        ),
        ("inet_up ~ 5", 9, #"has no operator after "inet_up""#, "the operators are"),
        ("inet_up gtt 5", 9, #"has no operator after "inet_up""#, "did you mean gt?"),
        ("inet_up => 5", 9, #"holds "=>", which is no operator"#, "the operators are"),
        ("inet_up>", 9, #"has no value for "inet_up""#, "inet_up=any"),
        ("inet_up>5;verified=true", 9, "compares inet_up with", "without its unit"),
        ("inet_up>5 ;inet_up<9", 11, "holds something", "spaces between"),
        ("verified>any", 9, "compares verified with any", "verified=any"),
        (
            "gpu_ram>=24GB", 10, #"compares gpu_ram with "24GB", which is not a number, in GB"#,
            "unit"
        ),
        ("duration>3d", 10, "which is not a number, in days", "unit"),
        ("static_ip=yes", 11, "which is not true or false", ""),
        ("machine_id in [1,b]", 15, #"compares machine_id with "b""#, ""),
        ("driver_version>535.86", 16, "compares driver_version with", "535.86.05"),
        ("duration in [1,2]", 10, "asks for duration in a list", "bounds"),
        ("inet_up>5 gpu_name=RTX_4090", 11, "asks for gpu_name, which the group's gpus: says", ""),
        ("num_gpus>=2", 1, "asks for num_gpus", "count: 2"),
        ("rented=True", 1, "asks for rented", "leave rented out"),
        ("rentable=any", 1, "asks for rentable", "leave rentable out"),
        ("inet_up>5\ninet_down>5", 10, "holds a line break", "query: >-"),
    ])
    func `a mistake has its column and what to do`(
        _ text: String, _ column: Int, _ what: String, _ hint: String
    ) throws {
        let told = OfferQueryReader(text).mistakes
        let mistake = try #require(told.first)
        #expect(mistake.what.contains(what), "\(mistake)")
        #expect(mistake.offset == column - 1, "\(mistake)")
        #expect((mistake.hint ?? "").contains(hint), "\(mistake)")
    }

    @Test func `all mistakes of a query are told at their places in the file`() {
        let text = smallest.replacing(
            "vast: {}", with: "vast: { query: \"relability>1 static_ip=maybe\" }")
        #expect(
            complaints(about: text) == [
                #"fleet.yaml:2:30: providers.vast.query names the field "relability", which offers do not have"#,
                "hint: did you mean reliability?",
                #"fleet.yaml:2:53: providers.vast.query compares static_ip with "maybe", which is not true or false"#,
            ])
    }

    @Test func `VAST_QUERY takes the place of the provider's, and a group's is its own`() throws {
        let text = smallest.replacing("vast: {}", with: "vast: { query: inet_up>5 }")
        let step = OfferQuery.Step.filter(field: "inet_up", .gt, .text("5"))
        let other = OfferQuery.Step.filter(field: "inet_down", .lt, .text("6"))
        #expect(try read(text).vast?.query?.steps == [step])
        #expect(try read(text).groups[0].query == nil)
        let environment = ["VAST_QUERY": "inet_down<6"]
        #expect(try read(text, environment: environment).vast?.query?.steps == [other])
        let own = text + "\n    query: inet_up>5"
        #expect(try read(own, environment: environment).groups[0].query?.steps == [step])
        #expect(
            complaints(about: smallest, environment: ["VAST_QUERY": "inet_up"]) == [
                #"environment: VAST_QUERY has no operator after "inet_up" (at character 8)"#,
                "hint: the operators are = != < <= > >= in notin",
            ])
    }
}
