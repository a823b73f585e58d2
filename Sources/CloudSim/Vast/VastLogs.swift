import Shared

/// Texts that a machine makes on request: they wait at a `result_url`, which needs no key.
extension VastCall {
    /// How long a text takes until it is there; before that its address answers 404.
    private static let resultDelay = Duration.milliseconds(500)
    private static let writablePath = "/var/lib/docker/overlay2/simulated/merged"

    /// `PUT instances/request_logs/{id}`.
    mutating func requestLogs(_ id: Int64) -> SimResponse {
        guard let instance = state[id] else {
            return .failure(404, "invalid_id", "Instance \(id) not found.")
        }
        var tail = 1000
        if let text = body?["tail"], text != .null {
            guard let number = text.lenientNumber, (0...1_000_000).contains(number) else {
                return .invalidArguments("tail must be a number of lines")
            }
            tail = Int(number)
        }
        let isOfDaemon = body?["daemon_logs"].map { $0 == true || $0.text == "true" } ?? false
        var lines = isOfDaemon ? daemonLog(instance) : containerLog(instance)
        if let filter = body?["filter"]?.text { lines = lines.filter { $0.contains(filter) } }
        return publish(lines.suffix(tail).map { $0 + "\n" }.joined(), ending: "log")
    }

    private func containerLog(_ instance: SimInstance) -> [String] {
        instance.phases.filter { $0.begins <= state.now }.flatMap { phase -> [String] in
            switch phase.status {
            case .running:
                [
                    "\(phase.begins) container C.\(instance.id) started",
                    "\(phase.begins) Server listening on 0.0.0.0 port 22.",
                    "\(phase.begins) onstart done",
                ]
            case .exited: ["\(phase.begins) received SIGTERM, exiting"]
            default: []
            }
        }
    }

    private func daemonLog(_ instance: SimInstance) -> [String] {
        instance.phases.filter { $0.begins <= state.now }.map { phase in
            "\(phase.begins) daemon: C.\(instance.id) \(instance.request.image) is "
                + phase.status.rawValue
        }
    }

    /// `PUT instances/command/{id}`: `ls`, `rm` and `du` on the disk of a stopped instance.
    mutating func execute(_ id: Int64) -> SimResponse {
        guard let instance = state[id] else { return .noSuchInstance(id) }
        guard let command = body?["command"]?.text, command.unicodeScalars.count <= 512 else {
            return .invalidArguments("command must be a text of at most 512 characters")
        }
        let words = command.split(separator: " ").map(String.init)
        guard let program = words.first, ["ls", "rm", "du"].contains(program),
            !command.contains(where: { ";|&$`<>\n".contains($0) })
        else { return .invalidArguments("Invalid command given. Only ls, rm and du are allowed.") }
        guard instance.status(at: state.now) == .exited else {
            return .invalidArguments("Only available on stopped instances.")
        }
        let answer = publish(Self.output(words), ending: "txt")
        var fields = JSON(parsing: answer.body)?.members ?? [:]
        fields.append("writeable_path", .string(Self.writablePath))
        return SimResponse(.object(fields))
    }

    /// What a program prints on a disk where only the folders of the image are.
    private static func output(_ words: [String]) -> String {
        let options = words.dropFirst().filter { $0.hasPrefix("-") }
        let paths = words.dropFirst().filter { !$0.hasPrefix("-") }
        let isRoot = paths.allSatisfy { $0 == "/" || $0 == "." || $0 == "/workspace" }
        switch words[0] {
        case "ls":
            guard isRoot else {
                return paths.map { "ls: cannot access '\($0)': No such file or directory\n" }
                    .joined()
            }
            return options.contains { $0.contains("l") } ? "total 0\n" : ""
        case "du":
            guard isRoot else {
                return paths.map { "du: cannot access '\($0)': No such file or directory\n" }
                    .joined()
            }
            return "4\t\(writablePath)\n"
        default:
            guard !paths.isEmpty else { return "rm: missing operand\n" }
            if options.contains(where: { $0.contains("f") }) { return "" }
            return paths.map { "rm: cannot remove '\($0)': No such file or directory\n" }.joined()
        }
    }

    private mutating func publish(_ text: String, ending: String) -> SimResponse {
        let name = "\(state.random.key().prefix(32)).\(ending)"
        state.vast.publish(
            VastAccount.Result(name: name, ready: state.now + Self.resultDelay, text: text))
        let host = request.header("host") ?? "127.0.0.1"
        return SimResponse([
            "success": true, "result_url": .string("http://\(host)/results/\(name)"),
            "msg": "Request sent; the result will be at result_url.",
        ])
    }

    /// `GET /results/{name}`: the text, 404 until it is ready.
    func result(_ name: String) -> SimResponse {
        guard let result = state.vast.results.first(where: { $0.name == name }),
            result.ready <= state.now
        else {
            return SimResponse(
                status: 404, contentType: "application/xml",
                body: Array("<Error><Code>NoSuchKey</Code></Error>".utf8))
        }
        return SimResponse(
            status: 200, contentType: "text/plain", body: Array(result.text.utf8))
    }
}
