import Shared

/// Where queues are read: whatever is asked of equal places is answered by one reading.
struct QueuePlace: Hashable, Sendable {
    var origin: QueueOrigin
    /// The longest that reading may take, all tries together, in real time.
    var timeout: Duration
}

/// What a group asks of a place: how long its queue is, or who works on it.
protocol QueueQuestion: Sendable {
    associatedtype Value: Equatable, Sendable

    var origin: QueueOrigin { get }
    var timeout: Duration { get }
    /// An answer older than this is stale.
    var maxAge: Duration { get }
    /// How many rows of a database answer it; more are a failure.
    static var mostRows: Int { get }

    /// Makes the answer of what was read, and says when it was observed.
    func answer(
        in content: QueueContent
    ) throws(NumberPathError) -> (value: Value, observedAt: Instant)
}

extension QueueQuestion {
    var place: QueuePlace { QueuePlace(origin: origin, timeout: timeout) }
}

/// What was read, not yet understood.
enum QueueContent: Equatable, Sendable {
    case document(JSONValue, written: Instant)
    case rows(QueryAnswer, read: Instant)
}

/// A question on its way through the places where its answer may be found.
struct Inquiry<Question: QueueQuestion>: Sendable {
    private let question: Question
    /// The best answer so far: one to act on, or the youngest that is stale.
    private var found: (reading: Reading<Question.Value>, age: Duration)?
    private var reasons: [String] = []

    init(_ question: Question) {
        self.question = question
    }

    /// Whether there is an answer to act on, so that no other place needs to be asked.
    var isSettled: Bool { found?.reading.isKnown ?? false }

    /// The answer: one to act on, else the youngest stale one, else why there is none.
    var reading: Reading<Question.Value> {
        found?.reading ?? .missing(reason: reasons.joined(separator: "; "))
    }

    /// Takes what a place gave; nothing changes an answer that is settled.
    ///
    /// - Parameters:
    ///   - content: What was read there, or why nothing was.
    ///   - place: Begins the reason where there is no answer; `nil` where that goes without saying.
    ///   - now: What the age of an answer is counted up to.
    mutating func take(
        _ content: Result<QueueContent, NumberPathError>, from place: String?, at now: Instant
    ) {
        guard !isSettled else { return }
        switch judged(content, at: now) {
        case .known(let value, let age): found = (.known(value, age: age), age)
        case .stale(let value, let age, let maxAge):
            guard found.map({ age < $0.age }) ?? true else { return }
            found = (.stale(value, age: age, maxAge: maxAge), age)
        case .missing(let reason): reasons.append(place.map { "\($0): \(reason)" } ?? reason)
        }
    }

    private func judged(
        _ content: Result<QueueContent, NumberPathError>, at now: Instant
    ) -> Reading<Question.Value> {
        do throws(NumberPathError) {
            let (value, observedAt) = try question.answer(in: try content.get())
            return Reading(value, observedAt: observedAt, maxAge: question.maxAge, now: now)
        } catch {
            return .missing(reason: error.reason)
        }
    }
}

/// Everything that is asked of one place.
struct Inquiries: Sendable {
    private(set) var demand: [Inquiry<DemandSource>]
    private(set) var busy: [Inquiry<BusySource>]

    init(demand: [DemandSource], busy: [BusySource]) {
        self.demand = demand.map(Inquiry.init)
        self.busy = busy.map(Inquiry.init)
    }

    /// How many rows of a database any of them can do with.
    var mostRows: Int { busy.isEmpty ? DemandSource.mostRows : BusySource.mostRows }

    var areSettled: Bool { demand.allSatisfy(\.isSettled) && busy.allSatisfy(\.isSettled) }

    mutating func take(
        _ content: Result<QueueContent, NumberPathError>, from place: String? = nil,
        at now: Instant
    ) {
        for index in demand.indices { demand[index].take(content, from: place, at: now) }
        for index in busy.indices { busy[index].take(content, from: place, at: now) }
    }
}
