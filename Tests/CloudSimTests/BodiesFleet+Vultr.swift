import Foundation
import Testing

@testable import CloudSim

/// Machines of Vultr, in the same world.
extension BodiesFleet {
    /// Calls the Vultr API and answers what it says; null for no body.
    @discardableResult
    func vultr(_ method: String, _ path: String, _ body: JSON? = nil) throws -> JSON {
        let text = body.map { String(decoding: $0.encoded, as: UTF8.self) }
        let finished = try run(
            "/usr/bin/curl",
            ["-s", "-S", "-X", method, "-H", "Authorization: Bearer \(server.ready.vultrKey)"]
                + (text.map { ["-H", "Content-Type: application/json", "-d", $0] } ?? [])
                + [server.ready.vultrURL + path])
        return JSON(parsing: finished.output) ?? .null
    }

    /// Rents a machine that is called `gpu-1`, and answers its id.
    func rentVultr(_ more: JSONObject = [:]) throws -> String {
        var order: JSONObject = [
            "region": "sjc", "plan": "vcg-a16-2c-8g-2vram", "os_id": 1743, "hostname": "gpu-1",
        ]
        order.append(contentsOf: more)
        let answer = try vultr("POST", "/instances", .object(order))
        return try #require(answer["instance"]?["id"]?.text)
    }

    func vultrRow(_ id: String) throws -> JSON {
        try #require(try vultr("GET", "/instances/\(id)")["instance"])
    }

    /// Where a machine's sshd listens, once the market shows its address.
    func door(_ id: String) throws -> Door {
        while try vultrRow(id)["server_status"] != "ok" { usleep(20_000) }
        let address = try #require(try vultrRow(id)["main_ip"]?.text)
        let port = try #require(server.ready.vultrSSHPort)
        return Door(address: address, port: Int64(port))
    }

    /// Runs a command in a machine, once its sshd answers; its output without the last newline.
    func ssh(_ id: String, _ command: String, key: String? = nil) throws -> String {
        let door = try door(id)
        var finished = try once(door, command, key: key)
        while finished.status == 255 {
            usleep(50_000)
            finished = try once(door, command, key: key)
        }
        return finished.output.trimmingCharacters(in: .newlines)
    }
}
