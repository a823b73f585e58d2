import Shared

/// Machines that are kept until their files are home (promise D1).
extension Apply {
    /// Takes the next step with a held machine; a machine that only waits is told of in the report.
    mutating func carryOut(_ holding: Holding) async throws {
        let rental = holding.rental
        guard holding.step != .wait else { return }
        guard inTime else {
            return note(
                holding.step == .stop ? .stop : .retire, rental, .left,
                "no time left in this run")
        }
        switch holding.step {
        case .wait: return
        case .release, .destroy:
            begin("destroying \(name(rental)): \(holding.because)")
            let words = holding.because + holding.loss
            let result = try await desk.giveUp(rental, because: words)
            note(result, of: rental, done: "\(rental.cause?.rawValue ?? ""): \(words)")
        case .stop:
            begin("stopping \(name(rental)): \(holding.because)")
            switch try await desk.halt(rental, because: holding.because) {
            case .accepted(let now): note(.stop, now, .done, "\(holding.because): it is kept")
            case .pending(let now, let problem): note(.stop, now, .failed, problem)
            case .skipped: note(.stop, rental, .left, "another process works on it")
            }
        }
    }

    mutating func note(_ result: RetireResult, of rental: Rental, done words: String) {
        switch result {
        case .accepted(let now): note(.retire, now, .done, words)
        case .held(let now):
            note(
                .retire, now, .pending,
                "\(words); it is kept until its files are home (\(seen.owed(by: now)))")
        case .notYet(let now, let problem): note(.retire, now, .pending, problem)
        case .pending(let now, let problem): note(.retire, now, .failed, problem)
        case .skipped: note(.retire, rental, .left, "another process works on it")
        }
    }
}
