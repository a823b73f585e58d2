import Shared

/// What was read for one group.
struct QueueReadings: Equatable, Sendable {
    var demand: DemandReading
    /// `nil` where the configuration asks nobody.
    var busy: BusyReading?
}

extension QueueReader {
    /// Reads the queues of all groups: each place once, whoever asks it, and many side by side, so
    /// that one that hangs costs the run its own time limit and not the sum of all.
    ///
    /// - Parameters:
    ///   - groups: Whose `demand` and `busy` are asked for.
    ///   - limit: When to begin no further reading, in real time, so that places that hang leave a
    ///     run time to act.
    /// - Returns: The readings, in the order of the groups.
    func readings(of groups: [GroupPolicy], within limit: Duration) async -> [QueueReadings] {
        let begun = ContinuousClock.now
        let unread = "it was not read: the readings before it took \(limit.text)"
        var readings = groups.map { group in
            QueueReadings(
                demand: .missing(reason: unread),
                busy: group.busy.map { _ in .missing(reason: unread) })
        }
        await withTaskGroup(of: (Asked, Inquiries).self) { tasks in
            for (index, asked) in Asked.places(of: groups).enumerated() {
                if index >= mostAtOnce, let (done, answers) = await tasks.next() {
                    done.keep(answers, in: &readings)
                }
                guard ContinuousClock.now - begun < limit else { break }
                tasks.addTask {
                    (asked, await read(asked.place, for: asked.inquiries))
                }
            }
            for await (done, answers) in tasks { done.keep(answers, in: &readings) }
        }
        return readings
    }
}

/// One place, what is asked of it, and by which groups, by their places in the configuration.
///
/// Groups that ask the very same share the answer, too.
private struct Asked: Sendable {
    let place: QueuePlace
    private var demand: [DemandSource: [Int]] = [:]
    private var busy: [BusySource: [Int]] = [:]

    private init(place: QueuePlace) {
        self.place = place
    }

    /// Every place that a group asks, in the order in which the groups name them.
    static func places(of groups: [GroupPolicy]) -> [Asked] {
        var places: [Asked] = []
        var indices: [QueuePlace: Int] = [:]
        func index(of place: QueuePlace) -> Int {
            if let known = indices[place] { return known }
            places.append(Asked(place: place))
            indices[place] = places.count - 1
            return places.count - 1
        }
        for (number, group) in groups.enumerated() {
            places[index(of: group.demand.place)].demand[group.demand, default: []].append(number)
            guard let busy = group.busy else { continue }
            places[index(of: busy.place)].busy[busy, default: []].append(number)
        }
        return places
    }

    var inquiries: Inquiries { Inquiries(demand: Array(demand.keys), busy: Array(busy.keys)) }

    func keep(_ answers: Inquiries, in readings: inout [QueueReadings]) {
        for (numbers, answer) in zip(demand.values, answers.demand) {
            for number in numbers { readings[number].demand = answer.reading }
        }
        for (numbers, answer) in zip(busy.values, answers.busy) {
            for number in numbers { readings[number].busy = answer.reading }
        }
    }
}

/// How many places are read at the same time.
private let mostAtOnce = 32
