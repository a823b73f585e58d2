import Foundation

@testable import CloudSim

/// Rows 17, 27 to 33 and 35 to 38: what instances are told to do.
func officialPowerCommands() -> [OfficialCommand] {
    [
        .prose("35 logs", "logs", "{a}", "--tail", "5", holds: "container C.{a} started"),
        .prose(
            "36 logs --daemon-logs --filter", "logs", "{a}", "--daemon-logs", "--filter",
            "loading", holds: "C.{a} IMG is loading"),
        .refused(
            "37 execute on a running instance", "execute", "{a}", "ls -l", status: 400,
            says: "stopped instances"),
        .prose("29 reboot instance", "reboot", "instance", "{a}", holds: "Rebooting instance {a}.")
        {
            try $0.wait(for: "a", toBe: "running")
        },
        .prose(
            "30 recycle instance", "recycle", "instance", "{a}", holds: "Recycling instance {a}."
        ) { try $0.wait(for: "a", toBe: "running") },
        .prose("27 stop instance", "stop", "instance", "{a}", holds: "stopping instance {a}.") {
            try $0.wait(for: "a", toBe: "exited")
        },
        .prose(
            "29 reboot instance that is stopped", "reboot", "instance", "{a}",
            holds: "Is the container started?"),
        // The client reads the result and then takes it for an object: it ends with a traceback
        // that proves that the text arrived.
        OfficialCommand(
            name: "37 execute", arguments: ["execute", "{a}", "ls -l"], status: 1
        ) { _, finished in
            try demand(
                finished.errors.contains("'str' object has no attribute 'get'"),
                "another failure: \(finished.errors)")
        },
        .prose("28 start instance", "start", "instance", "{a}", holds: "starting instance {a}.") {
            try $0.wait(for: "a", toBe: "running")
        },
        .refused("27 stop instance, none", "stop", "instance", "1", status: 404, says: "not found"),
        .prose(
            "32 stop instances", "stop", "instances", "{b}", "{c}",
            holds: "stopping instance [{b}, {c}]."
        ) { client in
            for id in ["b", "c"] { try client.wait(for: id, toBe: "exited") }
        },
        .prose(
            "32 start instances", "start", "instances", "{b}", "{c}",
            holds: "starting instance [{b}, {c}]."
        ) { client in
            for id in ["b", "c"] { try client.wait(for: id, toBe: "running") }
        },
        .prose(
            "38 copy", "copy", "C.{a}:/x/", "C.{b}:/y/", holds: "Remote to Remote copy initiated"),
        .prose("38 copy, none", "copy", "C.1:/x/", "C.{b}:/y/", holds: "Instance 1 not found."),
        .prose("38 cancel copy", "cancel", "copy", "{b}", holds: "Remote copy canceled"),
        .refused(
            "33 change bid of an instance on demand", "change", "bid", "{a}", "--price", "0.25",
            status: 400, says: "on demand"),
        .json(
            "17 create instance --bid_price", "create", "instance", "{o3}", "--image", "u",
            "--disk", "10", "--ssh", "--direct", "--bid_price", "20"
        ) { client, answer in
            client.ids["bid"] = answer["new_contract"]?.whole
            try demand(client.billed("bid")["offer_id"]?.whole, is: client.ids["o3"] ?? 0, "offer")
        },
        .prose(
            "33 change bid", "change", "bid", "{bid}", "--price", "21",
            holds: "Per gpu bid price changed"
        ) { client in
            let row = try client.api("GET", "/api/v0/instances/\(client.ids["bid"] ?? 0)/")
            try demand(row["instances"]?["dph_base"]?.number, is: 21, "dph_base")
        },
        .prose("31 destroy instance without -y", "destroy", "instance", "{bid}", holds: "Aborted.")
        {
            try demand($0.billed("bid")["ended"], is: .null, "its end")
        },
        OfficialCommand(
            name: "31 destroy instance -y", arguments: ["destroy", "instance", "{bid}", "-y"]
        ) { client, _ in
            try demand(client.billed("bid")["ended"]?.number != nil, "it is still billed")
        },
        .refused(
            "31 destroy instance again", "destroy", "instance", "{bid}", "-y", status: 404,
            says: "not found"),
        OfficialCommand(
            name: "32 destroy instances -y",
            arguments: ["destroy", "instances", "{b}", "{c}", "-y"]
        ) { client, _ in
            for id in ["b", "c"] {
                try demand(client.billed(id)["ended"]?.number != nil, "\(id) is still billed")
            }
        },
        .json("10 search offers, given back", "search", "offers", "id={o2}", "-n") {
            client, offers in
            try demand(offers.elements?.first?["id"]?.whole, is: client.ids["o2"] ?? 0, "offer")
        },
        .json(
            "52 launch instance", "launch", "instance", "-g", "RTX_4090", "-n", "1", "-i", "u"
        ) { client, answer in
            client.ids["launched"] = answer["new_contract"]?.whole
            try demand(client.billed("launched")["gpu_name"], is: "RTX 4090", "GPU")
        },
        // The client catches this refusal itself and prints it.
        .prose(
            "52 launch instance with more disk than there is", "launch", "instance", "-g",
            "RTX_4090", "-n", "1", "-i", "u", "-d", "10000000", holds: "An error occurred: 404"),
    ]
}

/// Rows 46 to 50: volumes and what everything has cost.
func officialMoneyCommands() -> [OfficialCommand] {
    let days = [-1.0, 1].map { day in
        Date(timeIntervalSinceNow: day * 86_400).formatted(.iso8601.year().month().day())
    }
    return [
        .json(
            "49 search volumes", "search", "volumes", "disk_space>10", "--limit", "1"
        ) { client, offers in
            client.ids["space"] = offers.elements?.first?["id"]?.whole
            try demand((offers.elements?.first?["disk_space"]?.number ?? 0) > 10, "disk too small")
        },
        .json(
            "50 create volume", "create", "volume", "{space}", "-s", "15", "-n", "x"
        ) { client, answer in
            try demand(answer["success"], is: true, "success")
            client.ids["volume"] = answer["volume_name"]?.text.flatMap { Int64($0.dropFirst(2)) }
        },
        .json("50 show volumes", "show", "volumes") { client, volumes in
            let volume = volumes.elements?.first
            try demand(volume?["id"]?.whole, is: client.ids["volume"] ?? 0, "id")
            try demand(volume?["label"], is: "x", "label")
            try demand(volume?["disk_space"], is: 15.0, "size")
        },
        .json("50 delete volume", "delete", "volume", "{volume}") { client, _ in
            let line = try client.server.bill()["volumes"]?.elements?.first
            try demand(line?["size_gb"], is: 15, "the bill's size")
            try demand(line?["ended"]?.number != nil, "it is still billed")
        },
        .refused(
            "50 delete volume again", "delete", "volume", "{volume}", status: 404,
            says: "not found"),
        // Nothing is billed from here on, so that the amounts must be those of the bill.
        OfficialCommand(
            name: "32 destroy instances -y, the last",
            arguments: ["destroy", "instances", "{a}", "{launched}", "-y"]
        ) { client, _ in
            let lines = try client.server.bill()["instances"]?.elements ?? []
            try demand(lines.count, is: 5, "number of billed machines")
            try demand(lines.allSatisfy { $0["ended"]?.number != nil }, "one is still billed")
        },
        .json(
            "46 show invoices-v1 --charges", "show", "invoices-v1", "--charges", "-s", days[0],
            "-e", days[1]
        ) { client, page in
            let rows = page["results"]?.elements ?? []
            let sum = rows.compactMap { $0["amount"]?.number }.reduce(0, +)
            let total = try client.server.bill()["total_microdollars"]?.number ?? 0
            try demand(rows.count >= 6, "only \(rows.count) charges")
            try demand(
                abs(sum * 1_000_000 - total) <= Double(rows.count), "\(sum) is not \(total)")
        },
        .prose(
            "46 show invoices-v1 --charges, a table", "show", "invoices-v1", "--charges", "-s",
            days[0], "-e", days[1], "--no-color", holds: "Instance", raw: false),
        .json(
            "47 show invoices-v1 --invoices", "show", "invoices-v1", "--invoices", "-s", days[0],
            "-e", days[1]
        ) { _, page in
            try demand(page["success"], is: true, "success")
            try demand(page["results"], is: [], "results")
        },
        OfficialCommand(
            name: "48 show invoices",
            arguments: ["show", "invoices", "-s", days[0], "-e", days[1], "--only_charges"]
        ) { client, finished in
            let rows = JSON(parsing: finished.output)?.elements ?? []
            let sum = rows.compactMap { $0["amount"]?.number }.reduce(0, +)
            let total = try client.server.bill()["total_microdollars"]?.number ?? 0
            try demand(
                abs(sum * 1_000_000 - total) <= Double(rows.count), "\(sum) is not \(total)")
        },
        .json("1 show user, what is left", "show", "user") { client, user in
            let total = try client.server.bill()["total_microdollars"]?.number ?? 0
            let left = user["credit"]?.number ?? 0
            try demand(abs((1000 - left) * 1_000_000 - total) < 1, "\(left) is left of 1000")
        },
    ]
}
