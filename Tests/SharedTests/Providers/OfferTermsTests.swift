import Foundation
import Testing

@testable import Shared

/// Queries, slices, variables and logins on their way to the providers.
@Suite struct OfferTermsTests {
    private func wish(_ query: String = "", _ change: (inout OfferWish) -> Void = { _ in }) throws
        -> OfferWish
    {
        let reader = OfferQueryReader(query)
        try #require(reader.isGood, "\(reader.mistakes)")
        var wish = OfferWish(
            gpu: GPUPreference(name: "A16", minReliability: 0.9), maxPrice: rate(500_000),
            diskGB: 60, verifiedOnly: true, query: reader.query)
        change(&wish)
        return wish
    }

    /// The body of a search for a wish.
    private func search(_ wish: OfferWish) async throws -> JSONValue {
        let vast = try ScriptedVast(body: #"{"offers": []}"#)
        _ = try await vast.client.offers(wish)
        return try #require(vast.exchange.requests.first?.body.flatMap { JSONValue(json: $0) })
    }

    // MARK: - Queries

    @Test func `the query and the wish are ANDed, the narrower of two bounds holds`() async throws {
        let wide = try await search(wish("dph<=0.9 disk_space>=10 reliability>=0.5 inet_up>5"))
        #expect(wide["dph_total"] == ["lte": .number(0.5)] && wide["disk_space"] == ["gte": 60])
        #expect(wide["reliability"] == ["gte": .number(0.9)] && wide["inet_up"] == ["gt": "5"])
        let narrow = try await search(wish("dph<=0.25 disk_space>=100 reliability>=0.99 dph>0.1"))
        #expect(narrow["dph_total"] == ["lte": .number(0.25), "gt": "0.1"])
        #expect(narrow["disk_space"] == ["gte": 100])
        #expect(narrow["reliability"] == ["gte": .number(0.99)])
        #expect(narrow["allocated_storage"] == 60 && narrow["type"] == "on-demand")
        #expect(narrow["gpu_name"] == ["eq": "A16"] && narrow["num_gpus"] == ["eq": 1])
        #expect(narrow["rentable"] == ["eq": true] && narrow["rented"] == ["eq": false])
    }

    @Test func `verified=any takes unverified rows too, and verified=true none of them`()
        async throws
    {
        func rows(_ wish: OfferWish) async throws -> Int {
            let row = #"""
                {"id": 1, "gpu_name": "A16", "num_gpus": 1, "dph_base": 0.1, "reliability": 1,
                 "verification": "unverified", "rentable": true, "disk_space": 100}
                """#
            return try await ScriptedVast(body: #"{"offers": [\#(row)]}"#).client.offers(wish).count
        }
        #expect(try await rows(wish()) == 0)
        #expect(try await rows(wish("verified=any")) == 1)
        #expect(try await rows(wish("verified=false")) == 1)
        #expect(try await rows(wish("verified=true") { $0.verifiedOnly = false }) == 0)
        #expect(try await search(wish("verified=any"))["verified"] == nil)
    }

    // MARK: - Slices

    @Test func `a slice asks Vast for the memory of the card, as it has whole ones only`()
        async throws
    {
        #expect(try await search(wish())["gpu_ram"] == nil)
        #expect(
            try await search(wish { $0.gpu.sliceGB = 8 })["gpu_ram"] == ["gte": 7440])
        #expect(
            try await search(wish("gpu_ram>=16") { $0.gpu.sliceGB = 8 })["gpu_ram"]
                == ["gte": 16_000])
    }

    @Test(arguments: [
        (#"{"gpu_vram_gb": 2, "gpu_count": "1/8"}"#, 2, "A16 2GB slice"),
        (#"{"gpu_vram_gb": 8}"#, 4, "A16 8GB slice"), (#"{"gpu_vram_gb": 16}"#, 8, "A16"),
        (#"{"gpu_vram_gb": 2}"#, 3, nil), (#"{"gpu_vram_gb": 2}"#, nil, nil),
        (#"{"gpu_vram_gb": 32}"#, 8, nil), (#"{"gpu_vram_gb": 24}"#, 8, nil),
        (#"{"gpu_vram_gb": null, "gpu_count": "1/2"}"#, 1, nil),
        (#"{"gpu_vram_gb": 16, "gpu_count": "1/2"}"#, 1, nil),
    ])
    func `a slice at Vultr is a part of one card, or the whole of it, with enough memory`(
        _ plan: String, _ slice: Int?, _ name: String?
    ) async throws {
        let changes = plan.dropLast() + #", "gpu_type": "NVIDIA_A16", "hourly_cost": 0.1}"#
        let vultr = try ScriptedVultr(
            bodies: vultrPage("plans", try vultrPlan(String(changes))),
            #"{"available_plans": ["vcg-a100"]}"#)
        let offers = try await vultr.client.offers(wish { $0.gpu.sliceGB = slice })
        #expect(offers.map(\.gpuName) == [name].compactMap(\.self))
        #expect(offers.allSatisfy { $0.gpuCount == 1 })
    }

    // MARK: - Variables and logins

    private let order = CreateOrder(
        offer: "7", label: "l", image: "i", diskGB: 60, onstart: "echo a",
        setup: MachineSetup(
            env: [
                MachineVariable(name: "A", value: "it's"), MachineVariable(name: "B", value: ""),
            ],
            registry: RegistryLogin(server: "ghcr.io", user: "ada", password: "ghp")))

    @Test func `Vast gets variables as an object, and the login with spaces between its parts`()
        async throws
    {
        let vast = try ScriptedVast(body: #"{"success": true, "new_contract": 5}"#)
        _ = await vast.client.create(order)
        let body = vast.exchange.requests.first?.body.flatMap { JSONValue(json: $0) }
        #expect(body?["env"] == ["A": "it's", "B": ""])
        #expect(body?["image_login"] == "-u ada -p ghp ghcr.io")
    }

    @Test(arguments: [
        #"{"success": false, "error": "ghp", "msg": "bad ghp, 12345678"}"#, "bad ghp 12345678",
    ])
    func `a refusal that repeats a password or a value is told without it`(_ body: String)
        async throws
    {
        var order = order
        order.setup.env[1].value = "12345678"
        let vast = try ScriptedVast([.status(400, body: body)])
        guard case .refused(let reason, _) = await vast.client.create(order) else {
            Issue.record("it was not refused")
            return
        }
        #expect(reason.contains("bad <redacted>") && !reason.contains("ghp"), "\(reason)")
        #expect(!reason.contains("12345678"))
    }

    @Test func `an order that carries the account's key never leaves`() async throws {
        let vast = try ScriptedVast([])
        for part in 0..<3 {
            var order = order
            let text = "x\(ScriptedVast.keyText)y"
            switch part {
            case 0: order.setup.env[0].value = text
            case 1: order.setup.registry?.password = text
            default: order.onstart = text
            }
            guard case .notSent(let reason) = await vast.client.create(order) else {
                Issue.record("it was sent")
                return
            }
            #expect(reason.contains("the account's key") && !reason.contains(text))
        }
    }

    @Test(arguments: [
        ("echo a", "#!/bin/bash\nexport A='it'\\''s'\nexport B=''\necho a"),
        ("#!/bin/sh -e\necho a", "#!/bin/sh -e\nexport A='it'\\''s'\nexport B=''\necho a"),
        ("#!/usr/bin/env bash", "#!/usr/bin/env bash\nexport A='it'\\''s'\nexport B=''\n"),
        ("", ""), ("#!/usr/bin/env python3\nprint()", nil), ("#!/usr/bin/python3\n", nil),
        ("#cloud-config\nruncmd: []", nil), ("#include\nhttp://a", nil),
    ])
    func `Vultr gets variables as exports at the head of a shell script`(
        _ script: String, _ expected: String?
    ) {
        #expect(vultrUserData(script, order.setup.env) == expected)
    }

    @Test func `a shell reads each exported value as it was written`() async throws {
        let values = ["it's", "$HOME `id` \\n \"q\"", "a;b&c|d", "", "é *", "-n"]
        let env = values.enumerated().map { MachineVariable(name: "V\($0)", value: $1) }
        let script = values.indices.map { "printf '%s\\n' \"$V\($0)\"" }.joined(separator: "\n")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", try #require(vultrUserData(script, env))]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(
            String(decoding: printed, as: UTF8.self) == values.map { "\($0)\n" }.joined())
    }
}
