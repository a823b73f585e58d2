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
                    (asked, await read(asked.place, for: asked.inquiries(of: groups)))
                }
            }
            for await (done, answers) in tasks { done.keep(answers, in: &readings) }
        }
        return readings
    }
}

/// One place and who asks it, by the groups' places in the configuration.
private struct Asked: Sendable {
    let place: QueuePlace
    private var demand: [Int] = []
    private var busy: [Int] = []

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
            places[index(of: group.demand.place)].demand.append(number)
            if let busy = group.busy { places[index(of: busy.place)].busy.append(number) }
        }
        return places
    }

    func inquiries(of groups: [GroupPolicy]) -> Inquiries {
        Inquiries(
            demand: demand.map { groups[$0].demand }, busy: busy.compactMap { groups[$0].busy })
    }

    func keep(_ answers: Inquiries, in readings: inout [QueueReadings]) {
        for (number, answer) in zip(demand, answers.demand) {
            readings[number].demand = answer.reading
        }
        for (number, answer) in zip(busy, answers.busy) { readings[number].busy = answer.reading }
    }
}

/// How many places are read at the same time.
private let mostAtOnce = 32
