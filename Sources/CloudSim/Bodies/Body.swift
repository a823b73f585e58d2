import Glibc
import Shared

/// A body that runs: its first process, and what has been done to its sshd.
struct Body {
    let process: pid_t
    /// The end of the pipe whose closing ends the body; a line asks for an sshd.
    let lifeline: Int32
    /// When the run began that it belongs to, and on which disk.
    let run: Instant
    let disk: String
    let listens: [Listening]
    /// Who may log in, and what is wrong with it, as far as it has been seen to.
    var keys: [String]
    var trouble: BodyTrouble
    /// How many places its sshd has to listen at; 0 once it does.
    var awaited: Int
    /// Sockets that accept in the place of an sshd, and never answer.
    private var silent: [Int32] = []
    /// Sessions that were stopped where they were.
    private var frozen: [pid_t] = []

    init(
        process: pid_t, lifeline: Int32, run: Instant, wish: BodyWish, listens: [Listening]
    ) {
        self.process = process
        self.lifeline = lifeline
        self.run = run
        disk = wish.disk
        self.listens = listens
        keys = wish.authorizedKeys
        trouble = wish.trouble
        awaited = wish.trouble.network == .open ? listens.count : 0
        if wish.trouble.network == .cut { silent = listens.compactMap(FreePort.silent) }
    }

    /// Whether it still is what its market has; otherwise it is ended, and may begin again.
    func fits(_ wish: BodyWish?) -> Bool {
        wish?.run == run && wish?.disk == disk
            && wish?.trouble.isDiskFull == trouble.isDiskFull
    }

    /// Lets go of what ends it; its process is to be waited for.
    mutating func end() {
        for socket in silent { close(socket) }
        silent = []
        close(lifeline)
    }

    /// Opens, cuts or refuses its connections; those that exist too.
    mutating func change(to network: BodyTrouble.Network) async {
        switch network {
        case .open:
            for socket in silent { close(socket) }
            silent = []
            for process in frozen { kill(process, SIGCONT) }
            frozen = []
            await answerAgain()
        case .cut:
            let sessions = await endListener().filter { kill($0, SIGSTOP) == 0 }
            frozen += sessions
            silent = listens.compactMap(FreePort.silent)
        case .refused:
            for socket in silent { close(socket) }
            silent = []
            for session in await endListener() { kill(session, SIGKILL) }
            for session in frozen { kill(session, SIGKILL) }
            frozen = []
        }
        trouble.network = network
    }

    /// Starts its sshd afresh, as with a changed host key; its sessions go on.
    func answerAgain() async {
        _ = await endListener()
        _ = write(lifeline, "\n", 1)
    }

    /// Ends the sshd that waits for connections, and answers its sessions.
    private func endListener() async -> [pid_t] {
        let all = RunningProcess.descendants(of: process).filter { $0.name == "sshd" }
        let listeners = Set(all.filter(\.isListener).map(\.id))
        for listener in listeners { kill(listener, SIGKILL) }
        // A killed process lets go of its sockets within milliseconds.
        for place in listens {
            for _ in 0..<500 {
                if FreePort.isFree(place.port, at: place.address) { break }
                try? await Task.sleep(for: .milliseconds(2))
            }
        }
        return all.map(\.id).filter { !listeners.contains($0) }
    }
}
