extension WallClock {
    /// The system's clock, or the simulated one that `FLEETKEEPER_CLOCK` gives.
    ///
    /// - Parameters:
    ///   - environment: The process's environment.
    ///   - onlyLoopback: Whether every provider is on this machine: real money keeps real time.
    /// - Returns: The clock of this run.
    /// - Throws: `ClockError`.
    package static func ofEnvironment(
        _ environment: [String: String], onlyLoopback: Bool
    ) throws(ClockError) -> WallClock {
        guard let text = environment["FLEETKEEPER_CLOCK"], !text.isEmpty else { return .system() }
        guard let scale = ClockScale(text: text) else { throw .unreadable }
        guard onlyLoopback else { throw .realProvider }
        return .system().scaled(by: scale)
    }
}

/// Why `FLEETKEEPER_CLOCK` is refused.
package enum ClockError: Error, Equatable {
    case unreadable
    case realProvider
}
