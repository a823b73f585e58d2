import FoundationEssentials
import Glibc
import Shared

/// The bodies that run, and the folders of those that do not.
struct Bodies {
    let machines: MachineTable
    let tools: BodyTools
    /// The folder of the machines' folders.
    let folder: String

    private var running: [BodyID: Body] = [:]
    private var attempts: [BodyID: Attempt] = [:]
    /// The machines that have a folder; nothing before the first look.
    private var known: Set<BodyID>?
    private var memory = SpareMemory()

    /// How often a body has failed to begin in the present run of its machine.
    private struct Attempt {
        let run: Instant?
        let isDiskFull: Bool
        var failures = 0

        init(_ wish: BodyWish) {
            run = wish.run
            isDiskFull = wish.trouble.isDiskFull
        }

        func isFor(_ wish: BodyWish) -> Bool {
            run == wish.run && isDiskFull == wish.trouble.isDiskFull
        }
    }

    init(machines: MachineTable, tools: BodyTools, folder: String) {
        self.machines = machines
        self.tools = tools
        self.folder = folder
    }

    /// Brings the bodies to where the machines are: ends, deletes, changes, starts, in this order.
    ///
    /// - Returns: Whether machines still wait for a body: few begin at a time.
    mutating func follow(_ wishes: [BodyWish]) async -> Bool {
        let wanted = Dictionary(wishes.map { ($0.id, $0) }) { first, _ in first }
        let over = running.filter { id, body in !body.fits(wanted[id]) }.map(\.key)
        await end(over)
        for id in (known ?? foldersFound()).subtracting(wanted.keys) { delete(id) }
        known = (known ?? foldersFound()).intersection(wanted.keys)
        await restartFailed()
        for wish in wishes { await change(wish) }
        var places = Self.mostBeginning - running.values.count { $0.awaited > 0 }
        for wish in wishes where wish.run != nil && running[wish.id] == nil {
            let attempt = attempts[wish.id].flatMap { $0.isFor(wish) ? $0 : nil }
            attempts[wish.id] = attempt ?? Attempt(wish)
            guard (attempt?.failures ?? 0) < Self.mostFailures else { continue }
            guard places > 0, memory.isEnough() else { return true }
            begin(wish)
            places -= 1
        }
        return false
    }

    /// Ends every body; the folders stay.
    mutating func endAll() async {
        await end(Array(running.keys))
    }

    private mutating func end(_ ids: [BodyID]) async {
        var ending = ids.compactMap { running.removeValue(forKey: $0) }
        for index in ending.indices { ending[index].end() }
        for body in ending {
            // Killed processes are gone within milliseconds; the limit is for a machine in trouble.
            for _ in 0..<2500 {
                if Launch.hasEnded(body.process) { break }
                try? await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    private func foldersFound() -> Set<BodyID> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return Set(names.compactMap { BodyID(text: $0) })
    }

    private func place(of id: BodyID) -> MachineFolder { MachineFolder(path: "\(folder)/\(id)") }

    private mutating func delete(_ id: BodyID) {
        do throws(StoreError) {
            try place(of: id).remove()
        } catch {
            say(["cloudsim: machine \(id): \(error.message)"])
        }
        machines.forget(id)
        attempts[id] = nil
    }

    /// Brings keys and connections of a body that runs up to date.
    private mutating func change(_ wish: BodyWish) async {
        guard var body = running[wish.id] else { return }
        let isOther = body.trouble.keyChanges != wish.trouble.keyChanges
        let network = wish.trouble.network
        guard isOther || body.keys != wish.authorizedKeys || body.trouble.network != network
        else { return }
        do throws(StoreError) {
            try place(of: wish.id).authorize(wish.authorizedKeys)
            body.keys = wish.authorizedKeys
            if isOther {
                try place(of: wish.id).keepHostKey(
                    named: "\(wish.id)", changes: wish.trouble.keyChanges, with: tools)
            }
        } catch {
            say(["cloudsim: machine \(wish.id): \(error.message)"])
        }
        if body.trouble.network != network {
            await body.change(to: network)
        } else if isOther, network == .open {
            await body.answerAgain()
        }
        body.trouble = wish.trouble
        running[wish.id] = body
    }

    private mutating func begin(_ wish: BodyWish) {
        guard let run = wish.run else { return }
        known?.insert(wish.id)
        let place = place(of: wish.id)
        do throws(StoreError) {
            let plan = wish.plan(machines.ports(of: wish.id, moves: wish.trouble.portMoves))
            if plan.hasSSH, plan.listens.isEmpty {
                throw StoreError(message: "no port of 127.0.0.1 is free")
            }
            try place.prepare(for: wish, plan, machines.gauges(of: wish.id), with: tools)
            if wish.trouble.isDiskFull, tools.confinement == .none {
                say(["cloudsim: machine \(wish.id): only namespaces can have a full disk"])
            }
            let command = BodyCommand(
                folder: place, plan: plan, trouble: wish.trouble, tools: tools)
            let pipe = try Self.pipe()
            defer { close(pipe.read) }
            do throws(StoreError) {
                let process = try Launch.start(
                    command.arguments, environment: command.environment, lifeline: pipe.read,
                    log: "\(place.logs)/machine.log")
                running[wish.id] = Body(
                    process: process, lifeline: pipe.write, run: run, wish: wish,
                    listens: plan.listens)
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
            let place = place(of: id)
            if Launch.hasEnded(body.process) {
                running[id]?.end()
                running[id] = nil
                failed(id, "it ended: \(lastLine(of: "\(place.logs)/machine.log"))")
            } else if body.awaited > 0 {
                let log = (try? PrivateFile.read(place.sshdLog)) ?? []
                let lines = String(decoding: log, as: UTF8.self).split(whereSeparator: \.isNewline)
                if lines.contains(where: { $0.contains("Bind to port") }) {
                    await end([id])
                    machines.releasePorts(of: id)
                    failed(id, "its port was taken; the next one may be free")
                } else if lines.count(where: { $0.hasPrefix("Server listening on") })
                    >= body.awaited
                {
                    running[id]?.awaited = 0
                }
            }
        }
    }

    private mutating func failed(_ id: BodyID, _ reason: String) {
        attempts[id]?.failures += 1
        guard attempts[id]?.failures == Self.mostFailures else { return }
        say([
            "cloudsim: machine \(id) has no body: \(reason)",
            "cloudsim: hint: stop it and start it again to try once more",
        ])
    }

    private func lastLine(of file: String) -> String {
        let text = ((try? PrivateFile.read(file)) ?? nil).map {
            String(decoding: $0, as: UTF8.self)
        }
        return text?.split(whereSeparator: \.isNewline).last.map(String.init) ?? "it said nothing"
    }

    private static let mostFailures = 5
    /// How many bodies begin at a time; more would only wait for each other.
    private static let mostBeginning = 12

    private static func pipe() throws(StoreError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else {
            throw StoreError(message: "no more pipes: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
