import Shared

/// Everything outside this process that the autoscaler touches.
struct World: Sendable {
    var configuration: FleetConfiguration
    /// The configuration's text, which the state keeps for the day when the file is broken.
    var configurationText: String
    var folder: StateFolder
    var clock: WallClock
    /// Builds the configured providers with the time at which this run stops beginning effects;
    /// never empty.
    var providers: @Sendable (_ deadline: Instant) -> [any Provider]
    /// The public half of the ssh key that new machines get; `nil` for none.
    var sshKey: SSHPublicKey?
    /// Reads the queues of groups, and who works on them, in the order of the groups.
    var queues: @Sendable ([GroupPolicy]) async -> [QueueReadings]
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
    /// Only what protects: confirm endings, send destroys again, keep to the budget.
    ///
    /// Set when the configuration is broken and the last good one stands in.
    var protectOnly = false
    /// Bind the state to the account that the key now belongs to.
    var rebind = false
}
