import Foundation
import Shared
import Testing

@testable import CloudSim

@Suite(.serialized) struct VultrServeTests {
    let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func curl(
        _ server: RunningServer, _ method: String, _ path: String, _ body: String? = nil,
        _ more: [String] = []
    ) throws -> Finished {
        try run(
            "/usr/bin/curl",
            ["-s", "-S", "-X", method, "-H", "Authorization: Bearer \(server.ready.vultrKey)"]
                + (body.map { ["-H", "Content-Type: application/json", "-d", $0] } ?? [])
                + more + [server.ready.vultrURL + path])
    }

    static let order = """
        {"region":"sjc","plan":"vcg-a16-2c-8g-2vram","os_id":1743,"label":"fk-a-1","tags":["x"]}
        """

    @Test func `one port speaks both APIs and one bill has both`() throws {
        let server = try RunningServer(in: folder)
        #expect(server.ready.vultrURL == server.ready.vastURL + "/v2")
        #expect(server.ready.vultrKey != server.ready.vastKey)
        let plans = JSON(parsing: try curl(server, "GET", "/plans?type=vcg&per_page=500").output)
        #expect(plans?["plans"]?.elements?.count == 27)
        let stock = try curl(server, "GET", "/regions/sjc/availability?type=vcg").output
        #expect(stock.contains("vcg-a16-2c-8g-2vram"))
        let head = try curl(server, "POST", "/instances", Self.order, ["-i"]).output
        #expect(head.hasPrefix("HTTP/1.1 202"))
        #expect(head.contains("Content-Type: application/json\r\n"))
        _ = try server.curl("PUT", "/api/v0/asks/1000961/", "{\"image\":\"u\"}")
        let bill = try server.bill()
        let providers = bill["instances"]?.elements?.compactMap { $0["provider"]?.text }
        #expect(providers == ["vast", "vultr"])
        #expect(bill["instances"]?.elements?.last?["microdollars"] == 59_000)
        let table = try server.cloudsim("bill").output
        #expect(table.hasPrefix("PROVIDER"))
        #expect(table.contains("NVIDIA_A16") && table.contains("fk-a-1"))
        // The other market's key is none here.
        let key = ["-H", "Authorization: Bearer \(server.ready.vastKey)"]
        let refused = try run("/usr/bin/curl", ["-s"] + key + [server.ready.vultrURL + "/account"])
        #expect(JSON(parsing: Array(refused.output.utf8))?["status"] == 401)
    }

    @Test func `what is done is answered 204 without a body or a content type`() throws {
        let server = try RunningServer(in: folder, ["--boot", "1ms..1ms"])
        let made = JSON(parsing: try curl(server, "POST", "/instances", Self.order).output)
        let id = try #require(made?["instance"]?["id"]?.text)
        let halted = try curl(server, "POST", "/instances/\(id)/halt", nil, ["-i"]).output
        #expect(halted.hasPrefix("HTTP/1.1 204"))
        #expect(!halted.lowercased().contains("content-type"))
        let gone = try curl(server, "DELETE", "/instances/\(id)", nil, ["-i"]).output
        #expect(gone.hasPrefix("HTTP/1.1 204"))
        let lookup = try curl(server, "GET", "/instances/\(id)", nil, ["-i"]).output
        #expect(lookup.hasPrefix("HTTP/1.1 404"))
        #expect(lookup.contains("instance not found"))
        // curl calls a body a web form unless it is told otherwise.
        let key = "Authorization: Bearer \(server.ready.vultrKey)"
        let form = try run(
            "/usr/bin/curl",
            ["-s", "-i", "-H", key, "-d", Self.order, server.ready.vultrURL + "/instances"])
        #expect(form.output.hasPrefix("HTTP/1.1 400"))
    }

    @Test func `a Vultr machine survives kill -9 of the server`() throws {
        let state = ["--state", folder.path + "/state"]
        let first = try RunningServer(in: folder, state)
        let made = JSON(parsing: try curl(first, "POST", "/instances", Self.order).output)
        let id = try #require(made?["instance"]?["id"]?.text)
        _ = first.end(by: SIGKILL)
        let second = try RunningServer(in: folder, state)
        #expect(second.ready.vultrKey == first.ready.vultrKey)
        let list = JSON(parsing: try curl(second, "GET", "/instances?label=fk-a-1").output)
        #expect(list?["instances"]?.elements?.map { $0["id"] } == [.string(id)])
        #expect(try second.bill()["instances"]?.elements?.count == 1)
    }
}
