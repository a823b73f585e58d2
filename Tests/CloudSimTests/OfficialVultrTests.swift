import Foundation
import Testing

@testable import CloudSim

/// The best-known clients of Vultr against the built simulator, unchanged: each is told another
/// host in the way that its users have.
///
/// Time runs a hundred times as fast: machines take a minute to install.
@Suite(.serialized) struct OfficialVultrTests {
    private func server() throws -> RunningServer {
        try RunningServer(in: ScratchFolder(), ["--speed", "100", "--boot", "60s..60s"])
    }

    @Test func `Apache Libcloud's driver does all that it can, and the bill agrees`() throws {
        let server = try server()
        try JudgeProgram(file: "libcloud_vultr.py")
            .judge(server, as: "apache-libcloud", cases: 51)
        let bill = try server.bill()
        let machines = bill["instances"]?.elements ?? []
        #expect(machines.compactMap { $0["label"]?.text } == ["worker-1", "worker-2", "worker-3"])
        #expect(machines.allSatisfy { $0["ended"]?.number != nil })
        // Two hours' worth at least: the plan before the change, and the one after it.
        let prices = machines.compactMap { $0["microdollars"]?.whole }
        #expect(prices.count == 3 && prices[1] == prices[0] + prices[2] * 2)
        let others = bill["volumes"]?.elements ?? []
        #expect(others.compactMap { $0["label"]?.text } == ["data", "before the update"])
        #expect(others.allSatisfy { $0["ended"]?.number != nil })
    }

    @Test func `vultr-python does all that it can, and leaves nothing behind`() throws {
        let server = try server()
        try JudgeProgram(file: "vultr_python.py").judge(server, as: "vultr-python", cases: 29)
        let machines = try server.bill()["instances"]?.elements ?? []
        #expect(machines.count == 1 && machines[0]["ended"]?.number != nil)
    }

    @Test func `gpuhunt finds the offers of both markets at their prices`() throws {
        try JudgeProgram(file: "gpuhunt_offers.py").judge(server(), as: "gpuhunt", cases: 8)
    }
}
