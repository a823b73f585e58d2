import FoundationEssentials
import Glibc
import Shared

/// The bodies that run, and the folders of those that do not.
struct Bodies {
    let machines: MachineTable
    let tools: BodyTools
    /// The folder of the machines' folders.
    let folder: String

    private var running: [Int64: Body] = [:]
    /// How often each machine's present run has failed to begin.
    private var failures: [Int64: Int] = [:]
    /// The machines that have a folder; nothing before the first look.
    private var known: Set<Int64>?

    private struct Body {
        let process: pid_t
        /// The end of the pipe whose closing ends the body.
        let lifeline: Int32
        /// When the run began that it belongs to.
        let run: Instant
        /// How many ports its sshd has to listen on; 0 once it does.
        var awaitedPorts: Int
    }

    init(machines: MachineTable, tools: BodyTools, folder: String) {
        self.machines = machines
        self.tools = tools
        self.folder = folder
    }

    /// Brings the bodies to where the machines are: ends, deletes, starts, in this order.
    mutating func follow(_ wishes: [BodyWish]) async {
        let wanted = Dictionary(wishes.map { ($0.id, $0) }) { first, _ in first }
        let over = running.filter { id, body in wanted[id]?.run != body.run }.map(\.key)
        for id in over { failures[id] = nil }
        await end(over)
        for id in (known ?? foldersFound()).subtracting(wanted.keys) { delete(id) }
        known = (known ?? foldersFound()).intersection(wanted.keys)
        await restartFailed()
        for wish in wishes where wish.run != nil && running[wish.id] == nil { begin(wish) }
    }

    /// Ends every body; the folders stay.
    mutating func endAll() async {
        await end(Array(running.keys))
    }

    private mutating func end(_ ids: [Int64]) async {
        let ending = ids.compactMap { running.removeValue(forKey: $0) }
        for body in ending { close(body.lifeline) }
        for body in ending {
            // Killed processes are gone within milliseconds; the limit is for a machine in trouble.
            for _ in 0..<2500 where !Launch.hasEnded(body.process) {
                try? await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    private func foldersFound() -> Set<Int64> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return Set(names.compactMap { Int64($0) })
    }

    private mutating func delete(_ id: Int64) {
        do throws(StoreError) {
            try MachineFolder(path: "\(folder)/\(id)").remove()
        } catch {
            say(["cloudsim: machine \(id): \(error.message)"])
        }
        machines.forget(id)
        failures[id] = nil
    }

    private mutating func begin(_ wish: BodyWish) {
        guard let run = wish.run, failures[wish.id, default: 0] < Self.mostFailures else { return }
        known?.insert(wish.id)
        let place = MachineFolder(path: "\(folder)/\(wish.id)")
        do throws(StoreError) {
            guard let ports = machines.ports(of: wish.id) else {
                throw StoreError(message: "no port of 127.0.0.1 is free")
            }
            let open = wish.hasSSH ? [ports.proxy] + (wish.isDirect ? [ports.direct] : []) : []
            try place.prepare(for: wish, open, machines.gauges(of: wish.id), with: tools)
            let command = BodyCommand(folder: place, wish: wish, tools: tools)
            let pipe = try Self.pipe()
            defer { close(pipe.read) }
            do throws(StoreError) {
                let process = try Launch.start(
                    command.arguments, environment: command.environment, lifeline: pipe.read,
                    log: "\(place.logs)/machine.log")
                running[wish.id] = Body(
                    process: process, lifeline: pipe.write, run: run, awaitedPorts: open.count)
            } catch {
                close(pipe.write)
                throw error
            }
        } catch {
            failed(wish.id, error.message)
        }
    }

    /// Looks after bodies that ended by themselves, and those whose port was taken in between.
    private mutating func restartFailed() async {
        for (id, body) in running {
            let place = MachineFolder(path: "\(folder)/\(id)")
            if Launch.hasEnded(body.process) {
                close(body.lifeline)
                running[id] = nil
                failed(id, "it ended: \(lastLine(of: "\(place.logs)/machine.log"))")
            } else if body.awaitedPorts > 0 {
                let log = (try? PrivateFile.read(place.sshdLog)) ?? []
                let lines = String(decoding: log, as: UTF8.self).split(separator: "\n")
                if lines.contains(where: { $0.contains("Bind to port") }) {
                    await end([id])
                    machines.releasePorts(of: id)
                    failed(id, "its port was taken; the next one may be free")
                } else if lines.count(where: { $0.hasPrefix("Server listening on") })
                    >= body.awaitedPorts
                {
                    running[id]?.awaitedPorts = 0
                }
            }
        }
    }

    private mutating func failed(_ id: Int64, _ reason: String) {
        failures[id, default: 0] += 1
        guard failures[id, default: 0] == Self.mostFailures else { return }
        say([
            "cloudsim: machine \(id) has no body: \(reason)",
            "cloudsim: hint: stop it and start it again to try once more",
        ])
    }

    private func lastLine(of file: String) -> String {
        let text = ((try? PrivateFile.read(file)) ?? nil).map {
            String(decoding: $0, as: UTF8.self)
        }
        return text?.split(separator: "\n").last.map(String.init) ?? "it said nothing"
    }

    private static let mostFailures = 5

    private static func pipe() throws(StoreError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else {
            throw StoreError(message: "no more pipes: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
