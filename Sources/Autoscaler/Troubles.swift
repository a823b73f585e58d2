import Shared

/// What is wrong around a good configuration, gathered so that all of it is told at once.
struct Troubles {
    /// Where the variables stand that come from a `.env`.
    let places: [String: String]
    private var found: [Explanation] = []
    private var other: (any Error)?

    init(places: [String: String]) {
        self.places = places
    }

    /// What the work gives; `nil` after an error, which is kept.
    mutating func result<Value>(_ work: () throws -> Value) -> Value? {
        do {
            return try work()
        } catch let error as any Explained {
            found.append(error.explanation.placed(by: places))
        } catch {
            other = other ?? error
        }
        return nil
    }

    /// - Throws: Everything that was kept, mistakes of the configuration first: their status counts.
    func throwIfAny() throws {
        if let other { throw other }
        let isMistake = { (trouble: Explanation) in trouble.status == .configuration }
        let sorted = found.filter(isMistake) + found.filter { !isMistake($0) }
        guard let first = sorted.first else { return }
        throw ConfigurationErrors(first, Array(sorted.dropFirst()))
    }
}
