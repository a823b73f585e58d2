extension ConfigurationKey {
    /// The keys that say how work on a machine is ended.
    static let workers = [
        ConfigurationKey(
            "groups[].workers", "keys", .described("nobody starts or stops work"),
            example: "{ start: ./start.sh, stop: ./stop.sh, count: pgrep -c train }",
            "Commands that start, stop and count the work on a machine, run there by a shell.",
            gap: "no tool of this version runs them; onstart runs at first boot"),
        ConfigurationKey(
            "groups[].workers.start", "command line, at most 4096 characters",
            .described("work starts by itself"), example: "systemctl start train",
            "Starts the work; needs `stop`, for work has to be stopped before files are copied."),
        ConfigurationKey(
            "groups[].workers.stop", "command line, at most 4096 characters",
            .described("work is never stopped"), example: "systemctl stop train",
            "Stops the work, and returns when none is left."),
        ConfigurationKey(
            "groups[].workers.count", "command line, at most 4096 characters",
            .described("nobody counts"), example: "pgrep -c -f train",
            "Prints how many jobs the machine works on."),
    ]

    /// The keys that say which files come home.
    static let sync = [
        ConfigurationKey(
            "groups[].sync", "list", .described("nothing has to come home"),
            example: "[{ name: games, from: /root/data, to: \"data/{instance}/\" }]",
            "Files that must come home from a machine before it may be destroyed.",
            gap: "no tool of this version copies them, so a machine that was ready is held"),
        ConfigurationKey(
            "groups[].sync[].name", "name", .required, example: "games",
            "Names the set; every set of a group has its own."),
        ConfigurationKey(
            "groups[].sync[].from", "absolute path on the machine",
            .described("`sqlite` is given"), example: "/root/data/games/",
            "A folder: what is in it comes home, with or without the `/` at its end."),
        ConfigurationKey(
            "groups[].sync[].sqlite", "absolute path on the machine",
            .described("`from` is given"), example: "/root/data/elo.db",
            "An SQLite database, which may be in use."),
        ConfigurationKey(
            "groups[].sync[].to", "path with `{instance}`", .required,
            example: "\"data/games/{instance}/\"",
            "Where it comes home to: a folder, or a file for a database. `{instance}` stands for "
                + "the machine's name, such as `vast-12345`."),
    ]

    static let alerts = [
        ConfigurationKey(
            "alerts", "path", .described("nobody is told"),
            example: "config/notification_hooks.yaml", "The file that says whom to tell of alerts.",
            gap: "no tool of this version sends alerts; cron mails what a run prints")
    ]
}
