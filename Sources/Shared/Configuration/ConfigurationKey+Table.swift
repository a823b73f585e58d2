extension ConfigurationKey {
    /// Every key, in the order of the documentation.
    package static let all: [ConfigurationKey] =
        fleet + providers + vultr + ssh + budget + groups + queues + work + machines + setup
        + scaling + workers + sync + alerts

    private static let fleet = [
        ConfigurationKey(
            "fleet", "name", .required, example: "selfplay",
            "Names the fleet; it is part of every label, so it never changes while machines run."),
        ConfigurationKey(
            "timezone", "IANA name", .standard("UTC"), example: "America/New_York",
            "The zone whose clocks the windows of `schedule` go by. Days of the budget are UTC's."),
        ConfigurationKey(
            "state", "path",
            .described(
                "`$XDG_STATE_HOME/fleetkeeper/FLEET`, else `~/.local/state/fleetkeeper/FLEET`"),
            example: "~/.local/state/fleetkeeper/selfplay",
            "The folder of the state database and its locks, on a local file system."),
        ConfigurationKey(
            "inventory", "path", .described("there is none"),
            example: "config/distributed_hosts.yaml",
            "The list of machines that other programs of yours read.",
            gap: "no tool of this version edits an inventory"),
        ConfigurationKey(
            "runs", "keys", .described("the defaults of its keys"), example: "{ autoscaler: 5m }",
            "How often cron starts each tool."),
        ConfigurationKey(
            "runs.autoscaler", "duration, at least 1s", .standard("5m"), example: "5m",
            "The time between two runs: bounds a run, and sizes what is reserved before renting."),
        ConfigurationKey(
            "runs.keepalive", "duration, at least 1s", .standard("15m"), example: "15m",
            "The same for `keepalive`.", gap: "this version has no keepalive"),
        ConfigurationKey(
            "runs.lifecycle", "duration, at least 1s", .standard("5m"), example: "5m",
            "The same for `lifecycle`.", gap: "this version has no lifecycle"),
        ConfigurationKey(
            "doubt_grace", "duration, at least 1m", .standard("15m"), example: "15m",
            "How long a create request without an answer counts as a machine."),
        ConfigurationKey(
            "boot_deadline", "duration, at least 1s", .standard("20m"), example: "20m",
            "How long a machine may take from its create request to ready before it is given up."),
    ]

    private static let budget = [
        ConfigurationKey(
            "budget", "keys", .described("no limit"), example: "{ hourly: 10.00, daily: 200.00 }",
            "The most the whole fleet may spend."),
        ConfigurationKey(
            "budget.hourly", "dollars, above 0", .described("no limit"), example: "10.00",
            "The sum of the hourly rates of everything that can bill."),
        ConfigurationKey(
            "budget.daily", "dollars, above 0", .described("no limit"), example: "200.00",
            "What a day (UTC) may cost."),
        ConfigurationKey(
            "budget.monthly", "dollars, above 0", .described("no limit"), example: "3000.00",
            "What a calendar month (UTC) may cost."),
        ConfigurationKey(
            "budget.hold", "keys", .described("the defaults of its keys"),
            example: "{ per_machine: 5.00, then: keep }",
            "How long a machine is held whose files have not come home."),
        ConfigurationKey(
            "budget.hold.per_machine", "dollars, 0 or more", .standard("5.00"), example: "5.00",
            "The most to spend on one machine while it is held; it counts in every limit."),
        ConfigurationKey(
            "budget.hold.then", "`keep` or `destroy`", .standard("keep"), example: "keep",
            "What becomes of it when so much is spent: it stays, or it goes with its files."),
    ]

    private static let groups = [
        ConfigurationKey(
            "groups", "list", .required,
            example: "[{ name: a, max: 2, demand: { file: q }, gpus: [A] }]",
            "The groups: machines that serve one queue under one policy."),
        ConfigurationKey(
            "groups[].name", "name", .required, example: "selfplay",
            "Names the group; every group has its own."),
        ConfigurationKey(
            "groups[].renamed_from", "name", .described("not renamed"), example: "oldname",
            "The name it had before: machines rented under that name now belong to it."),
        ConfigurationKey(
            "groups[].retire", "on or off", .standard("off"), example: "on",
            "Whether all its machines are to be retired, whatever the demand."),
        ConfigurationKey(
            "groups[].min", "machines, 0 to 1000", .standard("0"), example: "2",
            "The fewest machines."),
        ConfigurationKey(
            "groups[].max", "machines, 1 to 1000", .required, example: "10",
            "The most machines. May be left out where `VAST_AUTOSCALE_MAX` says it."),
        ConfigurationKey(
            "groups[].schedule", "list", .described("`min` and `max` hold at all times"),
            example: "[{ days: mon-fri, at: \"22:00-06:00\", max: 20 }]",
            "Other bounds at some times. Where several windows are open, the later one wins."),
        ConfigurationKey(
            "groups[].schedule[].days", "days", .standard("daily"), example: "mon-fri",
            "The days on which the window opens: days and ranges of them, or `daily`."),
        ConfigurationKey(
            "groups[].schedule[].at", "two times of day", .required, example: "22:00-06:00",
            "When it opens and closes, by the clocks of `timezone`; an end before the start is the "
                + "next day's."),
        ConfigurationKey(
            "groups[].schedule[].min", "machines, 0 to 1000", .described("it stays"),
            example: "2", "Takes the place of `min` while the window is open."),
        ConfigurationKey(
            "groups[].schedule[].max", "machines, 0 to 1000", .described("it stays"),
            example: "20", "Takes the place of `max` while the window is open."),
    ]

    private static let machines = [
        ConfigurationKey(
            "groups[].gpus", "list", .required, example: "[RTX 4090]",
            "The GPUs it accepts, most wanted first; a plain name is short for `{ name: … }`."),
        ConfigurationKey(
            "groups[].gpus[].name", "name of the GPU, as Vast has it", .required,
            example: "RTX 4060 Ti",
            "The model; case does not matter, and `_` stands for a space."),
        ConfigurationKey(
            "groups[].gpus[].count", "GPUs, 1 to 64", .standard("1"), example: "2",
            "GPUs on one machine; an offer must have exactly this many."),
        ConfigurationKey(
            "groups[].gpus[].max_price", "dollars an hour, above 0",
            .described("the provider's `max_price`"), example: "0.12",
            "The most to pay for one machine, all in."),
        ConfigurationKey(
            "groups[].gpus[].min_reliability", "0 to 1", .described("any"), example: "0.95",
            "The least reliability of the host."),
        ConfigurationKey(
            "groups[].gpus[].slice", "size, 1GB to 64TB", .described("whole cards only"),
            example: "8GB",
            "Takes a part of one card too, where it has at least this much memory; Vultr sells such."
        ),
        ConfigurationKey(
            "groups[].image", "image name", .described("`providers.vast.image`"),
            example: "pytorch/pytorch:2.0",
            "The container image; Vultr's machines come with `providers.vultr.os` instead."),
        ConfigurationKey(
            "groups[].disk", "size, 8GB to 64TB", .described("the provider's `disk`"),
            example: "100GB", "The disk to rent; on Vultr the least that a plan must bring."),
        ConfigurationKey(
            "groups[].onstart", "text, at most 4048 characters", .described("no script"),
            example: "touch ~/.no_auto_tmux", "A script that runs on the machine at first boot."),
    ]

    private static let scaling = [
        ConfigurationKey(
            "groups[].scale_up", "keys", .described("the defaults of its keys"),
            example: "{ cooldown: 15m, max_step: 2 }", "How fast it may grow."),
        ConfigurationKey(
            "groups[].scale_up.cooldown", "duration", .standard("0s"), example: "15m",
            "The least time between two growths."),
        ConfigurationKey(
            "groups[].scale_up.max_step", "machines, 1 to 1000", .standard("1"), example: "2",
            "The most machines that one run rents."),
        ConfigurationKey(
            "groups[].scale_down", "`off`, or keys", .described("the defaults of its keys"),
            example: "off",
            "How fast it may shrink; `off` never shrinks it for want of work."),
        ConfigurationKey(
            "groups[].scale_down.cooldown", "duration", .standard("0s"), example: "10m",
            "The least time between two shrinkings."),
        ConfigurationKey(
            "groups[].scale_down.max_step", "machines, 1 to 1000", .standard("1"), example: "2",
            "The most machines that one run retires."),
        ConfigurationKey(
            "groups[].scale_down.stabilization", "duration", .standard("0s"), example: "5m",
            "The highest demand of this long counts when shrinking."),
        ConfigurationKey(
            "groups[].scale_down.idle_for", "duration", .standard("0s"), example: "30m",
            "How long a machine must have been without work before it goes for want of work; needs "
                + "`busy`."),
    ]
}
