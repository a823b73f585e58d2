import Foundation
import Testing

@testable import CloudSim

/// The official client `vastai` 1.9.1 against the built simulator, unchanged.
///
/// The numbers are the rows of the conformance table that the commands come from; rows 39 to 45
/// are about serverless endpoints, which the simulator does not have.
@Suite(.serialized) struct OfficialVastTests {
    @Test func `the official client's common commands do what they say`() throws {
        let client = try OfficialClient(
            RunningServer(in: ScratchFolder(), ["--boot", "1s..1s"]))
        let commands =
            officialAccountCommands() + officialMarketCommands() + officialInstanceCommands()
            + officialPowerCommands() + officialMoneyCommands()
        var passed = 0
        for command in commands {
            do {
                try command.judge(client)
                passed += 1
            } catch {
                Issue.record("\(command.name): \(error)")
            }
        }
        print("official Vast client: \(passed) of \(commands.count) commands")
        #expect(passed == commands.count)
    }

    @Test func `its commands do so in all their varieties, and end with an empty fleet`() throws {
        let server = try RunningServer(
            in: ScratchFolder(), ["--speed", "10", "--boot", "10s..10s"])
        try JudgeProgram(file: "vastai_commands.py").judge(server, as: "vastai", cases: 39)
        let bill = try server.bill()
        for list in ["instances", "volumes"] {
            let lines = bill[list]?.elements ?? []
            #expect(!lines.isEmpty && lines.allSatisfy { $0["ended"]?.number != nil })
        }
    }

    @Test func `the client is told when its key is wrong`() throws {
        let client = try OfficialClient(RunningServer(in: ScratchFolder()))
        let finished = try client.run(["show", "user"], key: "wrong")
        #expect(finished.status == 0)
        #expect(finished.output.trimmingCharacters(in: .whitespacesAndNewlines) == "")
        let error = JSON(parsing: finished.errors)
        #expect(error?["error"] == true)
        #expect(error?["status_code"] == 401)
        #expect(error?["msg"] == "Invalid user key")
    }

    @Test func `in a new home the client learns its role and the names of GPUs`() throws {
        let client = try OfficialClient(RunningServer(in: ScratchFolder()))
        let home = try OfficialClient.newHome(role: nil, gpuNames: false)
        // Another spelling of the origin: the client takes the same text for production.
        let origin = client.server.ready.vastURL.replacingOccurrences(
            of: "127.0.0.1", with: "localhost")
        let finished = try client.run(["show", "user"], home: home, origin: origin)
        #expect(finished.status == 0)
        #expect(JSON(parsing: finished.output)?["id"] == 417_001)
        let role = try String(
            contentsOfFile: "\(home.path)/.config/vastai/vast_role", encoding: .utf8)
        #expect(role.hasPrefix("client"))
        let names = try String(
            contentsOfFile: "\(home.path)/.cache/vastai/gpu_names_cache.json", encoding: .utf8)
        #expect(JSON(parsing: names)?["gpu_names"]?.elements?.contains("RTX 4090") == true)
    }
}

/// Rows 1 to 9: the user, variables and ssh keys.
func officialAccountCommands() -> [OfficialCommand] {
    [
        .json("1 show user", "show", "user") { _, user in
            try demand(user["id"], is: 417_001, "id")
            try demand(user["credit"], is: 1000.0, "credit")
            try demand(user["api_key"] == nil, "the key is shown")
        },
        .prose(
            "5 create env-var", "create", "env-var", "hf_token", "value-1",
            holds: "Environment variable created."),
        .refused(
            "5 create env-var again", "create", "env-var", "HF_TOKEN", "value-1", status: 400,
            says: "HF_TOKEN exists"),
        .json("4 show env-vars", "show", "env-vars") { _, variables in
            try demand(variables, is: ["HF_TOKEN": "*****"], "variables")
        },
        .json("4 show env-vars -s", "show", "env-vars", "-s") { _, variables in
            try demand(variables, is: ["HF_TOKEN": "********"], "variables")
        },
        .prose(
            "6 update env-var", "update", "env-var", "hf_token", "value-2",
            holds: "Environment variable updated."),
        .prose("6 delete env-var", "delete", "env-var", "hf_token", holds: "HF_TOKEN deleted."),
        .refused(
            "6 delete env-var again", "delete", "env-var", "hf_token", status: 400,
            says: "no variable HF_TOKEN"),
        .prose(
            "8 create ssh-key", "create", "ssh-key", "ssh-ed25519 AAAAC3NzaC1 first",
            holds: "ssh-key created"),
        .json("7 show ssh-keys", "show", "ssh-keys") { client, keys in
            try demand(keys.elements?.count, is: 1, "number of keys")
            let key = keys.elements?.first
            try demand(key?["public_key"], is: "ssh-ed25519 AAAAC3NzaC1 first", "key")
            client.ids["key"] = key?["id"]?.whole
        },
        .prose(
            "9 update ssh-key", "update", "ssh-key", "{key}", "ssh-ed25519 AAAAC3NzaC1 second",
            holds: "ssh-ed25519 AAAAC3NzaC1 second"),
    ]
}

/// Rows 10 to 14, 51 and 52: what can be rented.
func officialMarketCommands() -> [OfficialCommand] {
    func price(_ offers: JSON) -> Double? { offers.elements?.first?["dph_total"]?.number }
    return [
        .json(
            "10 search offers", "search", "offers",
            "reliability > 0.98 gpu_ram >= 20 compute_cap >= 700 inet_down >= 200 "
                + "disk_space >= 50 rented=False num_gpus=1", "-o", "dph+", "--limit", "4"
        ) { client, offers in
            let rows = offers.elements ?? []
            try demand(rows.count, is: 4, "number of offers")
            let prices = rows.compactMap { $0["dph_total"]?.number }
            try demand(prices, is: prices.sorted(), "prices")
            for row in rows {
                try demand(row["num_gpus"], is: 1, "num_gpus")
                try demand((row["gpu_ram"]?.number ?? 0) >= 20_000, "gpu_ram below 20 GB")
                try demand((row["reliability"]?.number ?? 0) > 0.98, "reliability too low")
            }
            for (name, row) in zip(["o1", "o2", "o3", "o4"], rows) {
                client.ids[name] = row["id"]?.whole
            }
        },
        .json(
            "11 search offers -o dph-", "search", "offers", "num_gpus>=1", "-o", "dph-",
            "--limit", "2"
        ) { _, offers in
            let prices = offers.elements?.compactMap { $0["dph_total"]?.number } ?? []
            try demand(prices.count, is: 2, "number of prices")
            try demand(prices, is: prices.sorted(by: >), "prices")
        },
        .json(
            "12 search offers --storage 10", "search", "offers", "id={o1}", "-n", "--storage", "10"
        ) { client, offers in
            client.ids["micro"] = price(offers).map { Int64(($0 * 1_000_000).rounded()) }
        },
        .json(
            "12 search offers --storage 210", "search", "offers", "id={o1}", "-n", "--storage",
            "210"
        ) { client, offers in
            let cost = offers.elements?.first?["storage_cost"]?.number ?? 0
            let more = (price(offers) ?? 0) * 1_000_000 - Double(client.ids["micro"] ?? 0)
            try demand(
                abs(more - cost * 200 / 720 * 1_000_000) < 2, "200 GB more cost \(more) millionths")
        },
        .json(
            "13 search offers --type bid", "search", "offers", "id={o3}", "-n", "--type", "bid"
        ) { client, offers in
            let row = offers.elements?.first
            try demand(row?["is_bid"], is: true, "is_bid")
            try demand(row?["dph_base"], is: row?["min_bid"] ?? .null, "dph_base")
            client.ids["lowest"] = row?["min_bid"]?.number.map { Int64($0 * 1_000_000) }
        },
        .json("14 search offers --new", "search", "offers", "num_gpus>=1", "--new") { _, offers in
            try demand(offers.elements?.count, is: 64, "number of offers")
        },
        .json("51 search templates", "search", "templates", "name=x") { _, templates in
            try demand(templates, is: [], "templates")
        },
    ]
}

/// Rows 15 to 26 and 34: instances and what is shown of them.
func officialInstanceCommands() -> [OfficialCommand] {
    [
        .json(
            "15 create instance", "create", "instance", "{o1}", "--image", "IMG", "--disk", "40",
            "--label", "conf-a", "--ssh", "--direct", "--env", "-e FOO=bar -p 8081:8081",
            "--onstart-cmd", "echo hello", "--cancel-unavail"
        ) { client, answer in
            try demand(answer["success"], is: true, "success")
            client.ids["a"] = answer["new_contract"]?.whole
            try demand(client.billed("a")["created_label"], is: "conf-a", "the bill's label")
        },
        .refused(
            "16 create instance, the same offer", "create", "instance", "{o1}", "--image", "IMG",
            "--disk", "40", "--ssh", status: 404, says: "No ask by id"),
        .json("10 search offers, the rented one", "search", "offers", "id={o1}", "-n") {
            _, offers in
            try demand(offers, is: [], "offers")
        },
        OfficialCommand(
            name: "18 create instances",
            arguments: ["create", "instances", "{o2}", "{o4}", "--image", "u", "--ssh"]
        ) { client, _ in
            let lines = try client.server.bill()["instances"]?.elements ?? []
            try demand(lines.count, is: 3, "number of billed machines")
            client.ids["b"] = lines[1]["id"]?.whole
            client.ids["c"] = lines[2]["id"]?.whole
            for id in ["a", "b", "c"] { try client.wait(for: id, toBe: "running") }
        },
        .json("19 show instance", "show", "instance", "{a}") { _, row in
            try demand(row["actual_status"], is: "running", "status")
            try demand(row["label"], is: "conf-a", "label")
            try demand(row["extra_env"]?["FOO"], is: "bar", "FOO")
            try demand(row["extra_env"]?["-p 8081:8081"], is: "1", "the port")
            try demand(row["onstart"], is: "echo hello", "onstart")
        },
        .json("19 show instance, none", "show", "instance", "1") { _, answer in
            try demand(answer, is: ["instances": .null], "answer")
        },
        .json("20 show instances", "show", "instances") { client, rows in
            let ids = rows.elements?.compactMap { $0["id"]?.whole } ?? []
            try demand(ids, is: ["a", "b", "c"].compactMap { client.ids[$0] }, "ids")
        },
        .json(
            "21 show instances --status --label", "show", "instances", "--status", "running",
            "--label", "conf-a"
        ) { client, rows in
            try demand(
                rows.elements?.map { $0["id"]?.whole }, is: [client.ids["a"]], "what is found")
        },
        .prose(
            "22 show instances -q", "show", "instances", "-q", holds: "{a}\n{b}\n{c}\n", raw: false),
        .prose("23 show instances, a table", "show", "instances", holds: "Filterable", raw: false),
        .json(
            "20 show instances --order-by", "show", "instances", "--order-by", "label desc",
            "--limit", "1"
        ) { client, page in
            try demand(page["instances"]?.elements?.count, is: 1, "number of rows")
            let first = page["instances"]?.elements?.first
            try demand(first?["id"]?.whole, is: client.ids["a"] ?? 0, "first")
        },
        .json("24 show instances --limit 1", "show", "instances", "--limit", "1") { _, page in
            try demand(page["instances"]?.elements?.count, is: 1, "number of rows")
            try demand(page["total_instances"], is: 3, "total")
            try demand(page["next_token"]?.text != nil, "there is no next_token")
        },
        .prose("25 ssh-url", "ssh-url", "{a}", holds: "ssh://root@127.0.0.1:"),
        .prose("25 scp-url", "scp-url", "{a}", holds: "scp://root@127.0.0.1:"),
        .prose(
            "26 label instance", "label", "instance", "{a}", "new label",
            holds: "label for {a} set to new label."
        ) { client in
            try demand(client.billed("a")["label"], is: "new label", "the bill's label")
        },
        .prose(
            "34 attach ssh", "attach", "ssh", "{a}", "ssh-ed25519 AAAAC3NzaC1 third",
            holds: "'success': True"
        ) { client in
            let answer = try client.api("GET", "/api/v0/instances/\(client.ids["a"] ?? 0)/ssh/")
            let keys = answer["ssh_keys"]?.text.flatMap { JSON(parsing: $0) }?.elements ?? []
            try demand(keys.count, is: 2, "number of keys")
            client.ids["attached"] = keys.last?["id"]?.whole
        },
        .prose("34 detach ssh", "detach", "ssh", "{a}", "{attached}", holds: "'success': True"),
        .refused(
            "34 detach ssh again", "detach", "ssh", "{a}", "{attached}", status: 404,
            says: "not found"),
        .prose("9 delete ssh-key", "delete", "ssh-key", "{key}", holds: "'success': True"),
    ]
}
