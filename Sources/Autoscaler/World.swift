import Shared

/// Everything outside this process that the autoscaler touches.
struct World: Sendable {
    var configuration: FleetConfiguration
    var folder: StateFolder
    var clock: WallClock
    /// Builds the provider with the time at which this run stops beginning effects.
    var provider: @Sendable (VastSettings, _ deadline: Instant) -> any Provider
    /// Reads a group's queue.
    var demand: @Sendable (DemandSource) async -> DemandReading
    /// Surrounds every durable write.
    var gate: WriteGate
    /// Names new rentals and installations.
    var randomPart: @Sendable () -> String
    /// Tells a person what is being done, one line at a time.
    var progress: @Sendable (String) -> Void
}

/// How a run was asked to behave.
struct CheckOptions: Equatable, Sendable {
    /// Stop before the first effect.
    var dryRun = false
    /// When to stop beginning effects; `nil` takes 80 % of the configured period.
    var deadline: Duration?
}
