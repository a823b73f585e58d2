/// What became of a start, a stop or a reboot.
package enum PowerOutcome: Equatable, Sendable {
    /// Taken: the next listings show it, some time later.
    case accepted
    /// A start that waits until the machine's GPUs are free again, without any limit.
    case queued(reason: String)
    /// The provider said no, for now or for good: no credit, a machine that is being installed.
    case refused(reason: String)
    /// The provider knows no such machine. That is no evidence that it is gone (promise M3).
    case gone
}
