/// Where a queue, or who works on it, is read.
package enum QueueOrigin: Hashable, Sendable {
    /// A file another program writes.
    case file(path: String)
    /// A command line for `/bin/sh -c`, whose output is read like the file.
    case command(String)
    /// URLs of one document, tried in order until one gives a reading; never empty.
    case http(urls: [String], headers: [QueueHeader])
    /// One `SELECT` in an SQLite database of another program.
    case sqlite(path: String, query: String)
}

/// A header that goes with a request for a queue.
///
/// Variables of the environment are put in when it is sent, so a secret is never kept here.
package struct QueueHeader: Hashable, Sendable {
    package enum Part: Hashable, Sendable {
        case text(String)
        /// `${NAME}`.
        case variable(String)
    }

    package var name: String
    package var value: [Part]

    package init(name: String, value: [Part]) {
        self.name = name
        self.value = value
    }

    /// The variables it needs, in order.
    package var variables: [String] {
        value.compactMap { part in
            if case .variable(let name) = part { name } else { nil }
        }
    }

    /// The value with its variables put in, white space around each left out; `nil` when one is
    /// not set or is empty.
    package func resolved(in environment: [String: String]) -> String? {
        var text = ""
        for part in value {
            switch part {
            case .text(let plain): text += plain
            case .variable(let name):
                let kept = (environment[name] ?? "").drop(while: \.isWhitespace)
                guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return nil }
                text += kept[...last]
            }
        }
        return text
    }
}

extension QueueHeader: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(name): <redacted>" }
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

/// Where a group's queue is read.
package struct DemandSource: Hashable, Sendable {
    package var origin: QueueOrigin
    /// Where in JSON the number of waiting jobs stands: a path such as `queue.waiting` or
    /// `sum(peers.*.jobs)`.
    package var waiting: NumberPath
    /// Where the number of running jobs stands; `nil` counts none.
    package var running: NumberPath?
    /// Where JSON says when it was observed; `nil` takes what the origin says.
    package var observedAt: NumberPath?
    /// A reading older than this is stale (promise T2).
    package var maxAge: Duration
    /// The longest that reading may take, all tries together, in real time.
    package var timeout: Duration

    package init(
        origin: QueueOrigin, waiting: NumberPath = NumberPath(steps: ["waiting"]),
        running: NumberPath? = nil, observedAt: NumberPath? = nil, maxAge: Duration = .seconds(600),
        timeout: Duration = .seconds(30)
    ) {
        self.origin = origin
        self.waiting = waiting
        self.running = running
        self.observedAt = observedAt
        self.maxAge = maxAge
        self.timeout = timeout
    }
}

/// Where it is read which machines of a group work now.
package struct BusySource: Hashable, Sendable {
    package var origin: QueueOrigin
    /// Where in JSON the machines stand: a list of names, or an object by name; `nil` is the
    /// whole document.
    package var machines: NumberPath?
    /// Where JSON says when it was observed; `nil` takes what the origin says.
    package var observedAt: NumberPath?
    /// A reading older than this is stale.
    package var maxAge: Duration
    /// The longest that reading may take, all tries together, in real time.
    package var timeout: Duration

    package init(
        origin: QueueOrigin, machines: NumberPath? = nil, observedAt: NumberPath? = nil,
        maxAge: Duration = .seconds(600), timeout: Duration = .seconds(30)
    ) {
        self.origin = origin
        self.machines = machines
        self.observedAt = observedAt
        self.maxAge = maxAge
        self.timeout = timeout
    }
}
