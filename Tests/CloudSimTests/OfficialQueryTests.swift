import Foundation
import Shared
import Testing

/// Our reading of queries, held against the bodies that the official client sends for them.
@Suite struct OfficialQueryTests {
    /// What both understand, each rule of the reference's section 2.2 at least once.
    static let understood = [
        "", "   ", "reliability > 0.98",
        "reliability > 0.98 gpu_ram >= 20 compute_cap >= 700 inet_down >= 200 disk_space >= 50 "
            + "rented=False",
        "gpu_ram>=24", "gpu_ram>=23.5 cpu_ram<64 gpu_total_ram!=48", "duration>=3",
        "duration > 0.5",
        "duration<=1e1", "verified=any", "verified=?", "verified=* external=any", "external=True",
        "verified=False", "verified=any verified=true", "verified!=True", "verified==true",
        "datacenter=true static_ip=false", "cluster_id=None", "cluster_id!=null",
        "geolocation in [SE,NO]", "geolocation in SE,NO", "geolocation in [SE, NO ,]",
        "geolocation notin [CN]", "geolocation not in [CN,VN]", "geolocation nin CN",
        "geolocation=US", "geolocation neq CN", "geolocation not eq CN", "geolocation noteq CN",
        "geolocation eq US", "cpu_arch=amd64 gpu_arch=nvidia",
        "mobo_name=ROME_D8-2T", "mobo_name=\"ROME D8-2T\" dph<1", "mobo_name in [A_1,\"B 2\"]",
        "cuda_vers>=12.4", "display_active=false", "dlperf_usd>100", "dph<=0.5", "flops_usd>1",
        "dph_total<0.3 dph>=0.1", "driver_version>=535.86.05", "driver_version = 550.127.5",
        "driver_version=535", "reliability>0.99 reliability<=1", "reliability>0.9 reliability>0.95",
        "gpu_ram>=24,", "inet_down gt 100 inet_up gte 50 pcie_bw lt 90 disk_bw lte 9000",
        "inet_down>100   inet_up  >=  50", "inet_down>100 inet_down=any", "has_avx=1",
        "has_avx=true",
        "machine_id in [1,2,3]", "gpu_frac=1", "ubuntu_version=22.04", "rentable=true",
        "direct_port_count>1 min_bid<0.2", "verification=verified",
    ]

    /// What the client refuses to send, and we do not accept.
    static let refused = [
        "gpu_ram ~ 20", "gpu_ram", "gpu_ram 20", "gpu_ram >=", "gpu_ram=>20", "gpu_ram>=[]",
        "verified!=any", ";reliability>0.9", "geolocation in []", "gpu_ram>=24GB",
        "duration>=3d", "duration in [1,2]", "driver_version>=535.86", "geolocation in[SE]",
        "driver_version in [535.86.05]", "\"reliability\">0.9", "mobo_name=\"A B\",",
        "geolocation in [SE],", "gpu_ram=None", "geolocation  not  in SE", "-reliability>1",
    ]

    /// The body of each query, `nil` where the client sent none.
    private func bodies(of queries: [String]) throws -> [JSONValue?] {
        let python = "\(JudgeProgram.package)/.build/judges/bin/python"
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "\(python) is missing: run scripts/install-judges")
        let home = try OfficialClient.newHome(role: "client")
        let finished = try run(
            "/usr/bin/env",
            [
                "-i", "PATH=/usr/bin:/bin", "HOME=\(home.path)", "LANG=C.UTF-8", "CI=1",
                "VASTAI_NO_UPDATE_CHECK=1", "VAST_URL=http://127.0.0.1:1",
                "PYTHONDONTWRITEBYTECODE=1", python,
                "\(JudgeProgram.package)/Tests/Judges/vast_queries.py",
            ] + queries)
        try #require(finished.status == 0, "\(finished.errors)")
        let lines = finished.output.split(separator: "\n")
            .compactMap { JSONValue(json: Array($0.utf8)) }
        try #require(lines.count == queries.count, "\(finished.output)\(finished.errors)")
        return lines.map { $0["body"] == .null ? nil : $0["body"] }
    }

    @Test func `what the official client sends for a query is what we send`() throws {
        for (query, body) in zip(Self.understood, try bodies(of: Self.understood)) {
            guard case .object(var members) = body else {
                Issue.record("the client sent nothing for \(query)")
                continue
            }
            // Its other options have keys of their own; ours are asserted elsewhere.
            for option in ["order", "type", "allocated_storage"] { members[option] = nil }
            let reader = OfferQueryReader(query)
            let ours = reader.query.filters(verifiedOnly: true)
                .mapValues { JSONValue.object($0) }
            #expect(reader.isGood, "\(query)")
            #expect(sameNumbers(.object(ours)) == sameNumbers(.object(members)), "\(query)")
        }
    }

    @Test func `what the official client does not send is a mistake`() throws {
        for (query, body) in zip(Self.refused, try bodies(of: Self.refused)) {
            #expect(body == nil, "the client sent \(query)")
            #expect(!OfferQueryReader(query).isGood, "\(query)")
        }
    }

    /// The value with its whole numbers as any others: 24000 and 24000.0 are one number.
    private func sameNumbers(_ value: JSONValue) -> JSONValue {
        switch value {
        case .integer(let number): .number(Double(number))
        case .array(let elements): .array(elements.map(sameNumbers))
        case .object(let members): .object(members.mapValues(sameNumbers))
        default: value
        }
    }
}
