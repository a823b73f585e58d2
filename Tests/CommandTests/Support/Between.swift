import Foundation
import Shared
import Synchronization
import Testing

/// A call to the provider.
struct Call: Sendable {
    var method: String
    var path: String
    var query: String
    var body: [UInt8]

    /// The pages of instances.
    var isList: Bool { method == "GET" && path == "/api/v1/instances/" }
    var isAccount: Bool { method == "GET" && path == "/api/v0/users/current" }
    var isCreate: Bool { method == "PUT" && path.hasPrefix("/api/v0/asks/") }
    var isDestroy: Bool { method == "DELETE" && path.hasPrefix("/api/v0/instances/") }
    var isSearch: Bool { method == "POST" && path == "/api/v0/bundles/" }
    /// Whether it changes nothing at the provider.
    var isRead: Bool { method == "GET" || isSearch }
}

/// What comes back of a call.
enum Reply: Sendable {
    case answer(status: Int, type: String, headers: [String], body: [UInt8])
    /// The connection closes without a byte.
    case closed
    /// Nothing comes until the caller gives up or the server is stopped.
    case silence

    static func json(_ text: String, status: Int = 200) -> Reply {
        .answer(status: status, type: "application/json", headers: [], body: Array(text.utf8))
    }

    static func text(_ text: String, status: Int, type: String = "text/plain") -> Reply {
        .answer(status: status, type: type, headers: [], body: Array(text.utf8))
    }

    /// The answer with its JSON changed; any other reply as it is.
    func changing(_ change: (inout [String: JSONValue]) -> Void) -> Reply {
        guard case .answer(let status, let type, let headers, let body) = self,
            var members = JSONValue(json: body)?.members
        else { return self }
        change(&members)
        return .answer(
            status: status, type: type, headers: headers, body: JSONValue.object(members).json())
    }
}

/// A Vast-compatible server that stands between a tool and cloudsim: it counts what it is asked
/// for, passes it on, and says what its story tells it to.
///
/// It is its own HTTP on bare sockets, so that it shares no mistake with either side.
final class Between: Sendable {
    /// Answers a call; `truth` asks cloudsim.
    typealias Story = @Sendable (_ call: Call, _ truth: () -> Reply) -> Reply

    let port: Int
    private let listening: Int32
    private let desk: Desk
    private let acceptor: BackgroundThread

    /// Listens on a port of its own.
    ///
    /// - Parameters:
    ///   - cloud: Where the truth is; `nil` where the story never asks for it.
    ///   - story: What becomes of each request.
    /// - Throws: When no port can be had.
    init(_ cloud: Cloud?, _ story: @escaping Story = { _, truth in truth() }) throws {
        let (listening, port) = try listeningSocket()
        let upstream = cloud.flatMap { Int($0.url.split(separator: ":").last ?? "") }
        let desk = Desk(upstream: upstream, story: story)
        let thread = BackgroundThread {
            while true {
                let file = accept(listening, nil, nil)
                guard file >= 0 else { break }
                _ = fcntl(file, F_SETFD, FD_CLOEXEC)
                desk.serve(file)
            }
        }
        acceptor = try #require(thread)
        self.listening = listening
        self.port = port
        self.desk = desk
    }

    deinit {
        shutdown(listening, Int32(SHUT_RDWR))
        acceptor.join()
        close(listening)
        desk.stop()
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// Every call that came, in order.
    var calls: [Call] { desk.calls }

    /// The calls that may have changed something.
    var changes: [Call] { calls.filter { !$0.isRead } }

    var creates: Int { calls.count { $0.isCreate } }
    var destroys: Int { calls.count { $0.isDestroy } }

    /// Replaces the story, and forgets the calls so far.
    func tell(_ story: @escaping Story) { desk.tell(story) }

    func tellTheTruth() { tell { _, truth in truth() } }
}

private final class Desk: Sendable {
    private struct State {
        var story: Between.Story
        var calls: [Call] = []
        var isStopped = false
        var files: Set<Int32> = []
        var threads: [BackgroundThread] = []
    }

    private let upstream: Int?
    private let state: Mutex<State>

    init(upstream: Int?, story: @escaping Between.Story) {
        self.upstream = upstream
        state = Mutex(State(story: story))
    }

    var calls: [Call] { state.withLock { $0.calls } }

    func tell(_ story: @escaping Between.Story) {
        state.withLock { state in
            state.story = story
            state.calls = []
        }
    }

    func serve(_ file: Int32) {
        state.withLock { state in
            state.files.insert(file)
            let thread = BackgroundThread {
                self.answer(file)
                self.release(file)
            }
            if let thread { state.threads.append(thread) }
        }
    }

    private func release(_ file: Int32) {
        state.withLock { state in
            state.files.remove(file)
            // A program started just now may hold a copy: this ends it for all.
            shutdown(file, Int32(SHUT_RDWR))
            _ = close(file)
        }
    }

    func stop() {
        let threads = state.withLock { state in
            state.isStopped = true
            for file in state.files { shutdown(file, Int32(SHUT_RDWR)) }
            return state.threads
        }
        for thread in threads { thread.join() }
    }

    /// One call a connection: nothing of an earlier one can colour it.
    private func answer(_ file: Int32) {
        guard let (head, body) = message(from: file, isAnswer: false) else { return }
        let words = head[0].components(separatedBy: " ")
        guard words.count == 3 else { return }
        let parts = words[1].split(separator: "?", maxSplits: 1).map(String.init)
        let call = Call(
            method: words[0], path: parts[0], query: parts.count > 1 ? parts[1] : "", body: body)
        let story = state.withLock { state in
            state.calls.append(call)
            return state.story
        }
        switch story(call, { self.truth(head, body) }) {
        case .answer(let status, let type, let headers, let body):
            let lines =
                [
                    "HTTP/1.1 \(status) Whatever", "Content-Length: \(body.count)",
                    "Content-Type: \(type)", "Connection: close",
                ] + headers
            send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body, to: file)
        case .closed: return
        case .silence:
            var byte: UInt8 = 0
            while recv(file, &byte, 1, 0) > 0 {}
        }
    }

    /// What cloudsim answers to that message.
    private func truth(_ head: [String], _ body: [UInt8]) -> Reply {
        guard let upstream, let file = connection(to: upstream) else { return .closed }
        // Known to `stop`, as cloudsim may be told never to answer.
        let goesOn = state.withLock { state in
            state.files.insert(file)
            return !state.isStopped
        }
        defer { release(file) }
        guard goesOn else { return .closed }
        let kept = head.filter { !$0.lowercased().hasPrefix("connection:") }
        let text = (kept + ["Connection: close", "", ""]).joined(separator: "\r\n")
        send(Array(text.utf8) + body, to: file)
        guard let (lines, content) = message(from: file, isAnswer: true) else { return .closed }
        let status = Int(lines[0].split(separator: " ")[1]) ?? 0
        let type = lines.first { $0.lowercased().hasPrefix("content-type:") } ?? ""
        return .answer(
            status: status, type: String(type.dropFirst(13).drop { $0 == " " }),
            headers: lines.filter { $0.lowercased().hasPrefix("date:") }, body: content)
    }
}
