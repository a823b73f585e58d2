import Glibc
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Shared
import UnixSignals

/// The simulator behind a socket: HTTP/1.1 on loopback.
struct SimulatorServer {
    let simulator: Simulator
    /// Simulated time.
    let clock: WallClock
    let host: String
    let port: Int
    let readyFile: String?
    /// Nothing when machines have no bodies.
    var keeper: BodyKeeper?

    /// Serves until SIGTERM or SIGINT; requests that are being answered are finished first.
    ///
    /// - Throws: `SimulatorError` when the address is taken, or the ready file cannot be written.
    func run() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "cloudsim")
        logger.logLevel = .notice
        let server = try service(logger: logger, onRunning: announce(port:))
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [server] + (keeper.map { [$0] } ?? []),
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do {
            try await group.run()
        } catch let error as IOError {
            throw SimulatorError(
                "cannot listen: \(String(cString: strerror(error.errnoCode)))",
                at: "\(host):\(port)", hint: "pass a free port, or --port 0", .state)
        }
        if let readyFile { unlink(readyFile) }
    }

    /// The service that answers requests until it is told to stop; `onRunning` gets its port.
    ///
    /// - Throws: what keeps the server from being made; an address that is taken shows later.
    func service(
        logger: Logger, onRunning: @escaping @Sendable (Int) -> Void
    ) throws -> any Service {
        try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(address: .hostname(host, port: port)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger,
            responder: { [simulator, clock, keeper] request, writer, channel in
                guard var request = try await SimRequest(request) else {
                    let refusal = SimResponse.invalidArguments("the body is larger than 4 MB")
                    return try await deliver(.answer(refusal), writer, channel)
                }
                request.source = channel.remoteAddress?.ipAddress ?? request.source
                let outcome = simulator.answer(request, at: clock.now())
                keeper?.wake()
                try await deliver(outcome, writer, channel)
            },
            onServerRunning: { channel in onRunning(channel.localAddress?.port ?? port) })
    }

    /// Says where the simulator is: in the ready file, and on standard error.
    private func announce(port: Int) {
        let origin = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        let account = simulator.world.settings.account
        var ready = ReadyFile(
            vastURL: origin, vastKey: account.apiKey,
            vultrURL: "\(origin)/v2", vultrKey: account.vultrKey,
            clock: simulator.scale, pid: getpid(), adminURL: "\(origin)/cloudsim",
            adminKey: simulator.admin.key, sshUser: keeper?.tools.user,
            vultrSSHPort: keeper?.vultrPort.number)
        if !account.moreKeys.isEmpty { ready.vastKeys = [account.apiKey] + account.moreKeys }
        guard let readyFile else {
            say([
                "cloudsim: ready; to use it:", "export VAST_URL=\(origin)",
                "export VAST_API_KEY=\(ready.vastKey)",
                "export VULTR_API_URL=\(ready.vultrURL)", "export VULTR_KEY=\(ready.vultrKey)",
                "export FLEETKEEPER_CLOCK=\(ready.clock.text)",
                "cloudsim: bill and fault need a ready file: start again with --ready-file",
            ])
            return
        }
        do throws(StoreError) {
            try ready.write(to: readyFile)
            say(["cloudsim: ready at \(origin); \(readyFile) tells how to use it"])
        } catch {
            say(["cloudsim: error: \(error.message)"])
            Glibc.exit(ExitStatus.state.rawValue)
        }
    }
}

/// Thrown to make the server close a connection without an answer.
private struct ClosedOnPurpose: Error {}

/// Sends an answer, or does what the outcome says instead.
@concurrent
private func deliver(
    _ outcome: SimOutcome, _ writer: consuming ResponseWriter, _ channel: any Channel
) async throws {
    switch outcome {
    case .answer(let response): try await writer.write(response)
    case .closed: throw ClosedOnPurpose()
    case .hang:
        // Lets go when the caller does; half-closed, the connection would stay for ever.
        try await channel.setOption(ChannelOptions.allowRemoteHalfClosure, value: false).get()
        try await withGracefulShutdownHandler {
            try await channel.closeFuture.get()
        } onGracefulShutdown: {
            channel.close(promise: nil)
        }
        throw ClosedOnPurpose()
    case .delayed(let time, let response):
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: time) }
        try await writer.write(response)
    }
}

extension SimRequest {
    /// Reads a request with its body; nothing when the body is larger than 4 MB.
    fileprivate init?(_ request: Request) async throws {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: 4_194_304)
        } catch is NIOTooManyBytesError {
            return nil
        }
        self.init(
            method: request.method.rawValue, target: request.head.path ?? "/",
            // HTTPTypes keeps `Host` apart from the other fields.
            headers: request.headers.map { Field($0.name.rawName, $0.value) }
                + (request.head.authority.map { [Field("Host", $0)] } ?? []),
            body: Array(body.readableBytesView))
    }
}

extension ResponseWriter {
    @concurrent
    fileprivate consuming func write(_ response: SimResponse) async throws {
        var fields = HTTPFields()
        for header in response.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        // An answer of 204 has no body, and says nothing about one (RFC 9110 §8.6).
        if response.status != 204 { fields[.contentLength] = String(response.body.count) }
        try await write(
            response: HTTPResponse(
                status: HTTPResponse.Status(code: response.status), headerFields: fields),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body)))
    }
}
