extension ConfigurationKey {
    /// The keys that say how many machines so much work calls for.
    static let work = [
        ConfigurationKey(
            "groups[].jobs_per_instance", "jobs, 1 to 1000000", .standard("1"), example: "50",
            "Jobs that one machine works on at a time."),
        ConfigurationKey(
            "groups[].drain_within", "duration, at least 1m",
            .described("a machine for each `jobs_per_instance` jobs"), example: "2h",
            "How soon all jobs that wait or run are to be done; needs `jobs_per_hour`."),
        ConfigurationKey(
            "groups[].jobs_per_hour", "jobs an hour, above 0",
            .described("`drain_within` is left out, too"), example: "12",
            "Jobs that one machine gets done in an hour, as you know it: nothing is measured."),
        ConfigurationKey(
            "groups[].tolerance", "percentage, 0% to 50%", .standard("0%"), example: "10%",
            "How far demand may be from the machines there are and change nothing."),
    ]
}
