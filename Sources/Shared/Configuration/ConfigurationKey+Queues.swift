extension ConfigurationKey {
    /// The keys that say where queues are read, and who works on them.
    static let queues = demand + busy

    private static let demand =
        [
            ConfigurationKey(
                "groups[].demand", "keys", .required, example: "{ file: queue.json }",
                "Where the length of the queue is read: one of `file`, `command`, `http`, `sqlite`."
            )
        ]
        + origin(
            of: "groups[].demand",
            what: "A file that another program writes: a whole number, or JSON.",
            command: "redis-cli llen jobs", query: "SELECT count(*) FROM jobs WHERE done = 0",
            columns:
                "The one row it gives holds `waiting`, and `running` and `observed_at` where such columns are named."
        )
        + [
            ConfigurationKey(
                "groups[].demand.waiting", "path in JSON", .standard("waiting"),
                example: "sum(peers.*.selfplay_jobs)",
                "Where JSON holds the number of waiting jobs."),
            ConfigurationKey(
                "groups[].demand.running", "path in JSON", .described("none are counted"),
                example: "queue.running", "Where JSON holds the number of running jobs."),
        ]
        + age(
            of: "groups[].demand",
            stale: "A reading older than this is stale: it never changes the group's size.")

    private static let busy =
        [
            ConfigurationKey(
                "groups[].busy", "keys", .described("nobody is asked"),
                example: "{ file: busy.json }",
                "Where it is read which machines work now: one of `file`, `command`, `http`, `sqlite`. While it is unknown, nothing is let go for want of work."
            )
        ]
        + origin(
            of: "groups[].busy", what: "A file that another program writes: JSON.",
            command: "squeue-json", query: "SELECT machine, count(*) FROM jobs GROUP BY machine",
            columns:
                "Each row holds a machine, and `jobs` and `idle_since` where there are such columns."
        )
        + [
            ConfigurationKey(
                "groups[].busy.machines", "path in JSON", .described("the whole document"),
                example: "workers.*.instance",
                "Where JSON holds the machines that work: a list of names, or an object of names with their number of jobs."
            )
        ]
        + age(
            of: "groups[].busy",
            stale: "A reading older than this is stale: nothing is let go for want of work.")

    private static func origin(
        of parent: String, what: String, command: String, query: String, columns: String
    ) -> [ConfigurationKey] {
        [
            ConfigurationKey(
                "\(parent).file", "path", .described("another source is given"),
                example: "queue.json", what),
            ConfigurationKey(
                "\(parent).command", "command line", .described("another source is given"),
                example: command, "Run by `/bin/sh -c`; its output is read like the file."),
            ConfigurationKey(
                "\(parent).http", "URL, or a list of 1 to 16",
                .described("another source is given"), example: "http://coordinator:8770/status",
                "Asked by GET, one after the other until one gives a reading. Redirects are not followed."
            ),
            ConfigurationKey(
                "\(parent).headers", "names with values", .described("none are sent"),
                example: "{ Authorization: \"Bearer ${QUEUE_TOKEN}\" }",
                "Headers for `http`; `${NAME}` in a value is that variable of the environment."),
            ConfigurationKey(
                "\(parent).sqlite", "keys", .described("another source is given"),
                example: "{ path: jobs.db, query: \"\(query)\" }",
                "A question to an SQLite database of another program, which is only read."),
            ConfigurationKey(
                "\(parent).sqlite.path", "path", .required, example: "jobs.db",
                "The database."),
            ConfigurationKey(
                "\(parent).sqlite.query", "one `SELECT`", .required, example: "\"\(query)\"",
                columns),
        ]
    }

    private static func age(of parent: String, stale: String) -> [ConfigurationKey] {
        [
            ConfigurationKey(
                "\(parent).observed_at", "path in JSON",
                .described(
                    "the file's mtime, the end of the command, what the answer's headers say"),
                example: "queue.at",
                "Where JSON holds the time of the reading, in seconds since 1970 or as `2026-11-21T13:42:48Z`."
            ),
            ConfigurationKey(
                "\(parent).max_age", "duration, at least 1s", .standard("10m"), example: "10m",
                stale),
            ConfigurationKey(
                "\(parent).timeout", "duration, at least 1s", .standard("30s"), example: "30s",
                "The longest that reading may take, in real time; all URLs share it."),
        ]
    }
}
