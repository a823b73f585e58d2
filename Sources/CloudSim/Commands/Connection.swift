import ArgumentParser
import Shared

/// How a command finds the running simulator.
struct Connection: ParsableArguments {
    @Option(help: "The ready file of the simulator. (default: $CLOUDSIM_READY)")
    var readyFile: String?

    /// Calls the simulator's own interface and answers the JSON it sends.
    ///
    /// - Throws: `SimulatorError` when there is none, or when it refuses.
    func call(_ method: String, _ path: String, _ body: JSON? = nil) throws(SimulatorError) -> JSON
    {
        guard let file = readyFile ?? ReadyFile.pathFromEnvironment else {
            throw SimulatorError(
                "which simulator is not known", hint: "pass --ready-file, or set CLOUDSIM_READY",
                .usage)
        }
        let ready = try ReadyFile(path: file)
        let answer = try LoopbackClient(baseURL: ready.adminURL, key: ready.adminKey)
            .send(method, path, body)
        guard answer.status == 200 else {
            throw SimulatorError(
                answer.body?["msg"]?.text ?? "the simulator answered \(answer.status)",
                at: ready.adminURL, .incomplete)
        }
        guard let json = answer.body else {
            throw SimulatorError(
                "the simulator's answer is not JSON", at: ready.adminURL, .unreachable)
        }
        return json
    }
}
