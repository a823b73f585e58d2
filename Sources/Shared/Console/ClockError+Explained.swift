extension ClockError: Explained {
    package var explanation: Explanation {
        switch self {
        case .unreadable:
            Explanation(
                what: "this is no clock", place: "environment FLEETKEEPER_CLOCK",
                hint: "take the clock of cloudsim's ready file, or unset it",
                status: .configuration)
        case .realProvider:
            Explanation(
                what: "a simulated clock, and a provider that is not on this machine",
                place: "environment FLEETKEEPER_CLOCK",
                hint: "unset it, or point the provider's url at cloudsim",
                status: .configuration)
        }
    }
}
