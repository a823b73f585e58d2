extension ConfigurationKey {
    static let providers = [
        ConfigurationKey(
            "providers", "keys", .required, example: "{ vast: { max_price: 0.50 } }",
            "Where to rent: at one of these, or at both, by price."),
        ConfigurationKey(
            "providers.vast", "keys", .described("Vast.ai is not rented from"),
            example: "{ max_price: 0.50 }",
            "How to reach Vast.ai and what to rent there; `{}` takes every default."),
        ConfigurationKey(
            "providers.vast.url", "http or https URL", .standard("https://console.vast.ai"),
            example: "http://127.0.0.1:8787",
            "The origin of the API. Plain http is for loopback only: the key travels with it."
        ),
        ConfigurationKey(
            "providers.vast.key_file", "path",
            .described("where the official client keeps its key"),
            example: "~/.config/fleetkeeper/vast.key",
            "A file that holds only the API key, readable by its owner alone."),
        ConfigurationKey(
            "providers.vast.image", "image name", .standard("pytorch/pytorch:2.0"),
            example: "pytorch/pytorch:2.0", "The container image, where a group names none."),
        ConfigurationKey(
            "providers.vast.disk", "size, 8GB to 64TB", .standard("60GB"), example: "60GB",
            "The disk to rent, where a group names none."),
        ConfigurationKey(
            "providers.vast.max_price", "dollars an hour, above 0", .standard("0.50"),
            example: "0.50", "The most to pay for a machine, all in, where a GPU names no price."),
        ConfigurationKey(
            "providers.vast.verified", "on or off", .standard("on"), example: "off",
            "Whether only machines that Vast has verified are rented."),
        ConfigurationKey(
            "providers.vast.query", "query of Vast's client", .described("no further conditions"),
            example: "reliability>0.98 inet_down>=200",
            "Further conditions on offers, where a group has none of its own."),
        ConfigurationKey(
            "providers.vast.spacing", "on or off", .standard("on"), example: "off",
            "Whether calls are spaced by Vast's published thresholds; off is for a simulator."),
    ]

    static let vultr = [
        ConfigurationKey(
            "providers.vultr", "keys", .described("Vultr is not rented from"),
            example: "{ regions: [ewr] }", "How to reach Vultr and what to rent there."),
        ConfigurationKey(
            "providers.vultr.url", "http or https URL", .standard("https://api.vultr.com/v2"),
            example: "http://127.0.0.1:8787/v2",
            "Where the API begins. Plain http is for loopback only: the key travels with it."),
        ConfigurationKey(
            "providers.vultr.key_file", "path", .described("only the environment is looked at"),
            example: "~/.config/fleetkeeper/vultr.key",
            "A file that holds only the API key, readable by its owner alone."),
        ConfigurationKey(
            "providers.vultr.regions", "list of regions", .required, example: "[sjc, sea, lax]",
            "Where to rent, by Vultr's short names; only what a region has right now is taken."),
        ConfigurationKey(
            "providers.vultr.os", "name of an operating system", .standard("ubuntu-22.04"),
            example: "Ubuntu 22.04 LTS x64", "What is installed on a new machine."),
        ConfigurationKey(
            "providers.vultr.disk", "size, 8GB to 64TB", .standard("60GB"), example: "60GB",
            "The least disk that a plan must bring, where a group names none."),
        ConfigurationKey(
            "providers.vultr.max_price", "dollars an hour, above 0", .standard("0.50"),
            example: "0.50", "The most to pay for a machine, all in, where a GPU names no price."),
        ConfigurationKey(
            "providers.vultr.ssh_port", "port, 1 to 65535", .standard("22"), example: "22",
            "Where its machines listen for ssh."),
        ConfigurationKey(
            "providers.vultr.spacing", "on or off", .standard("on"), example: "off",
            "Whether calls are spaced by Vultr's published rate; off is for a simulator."),
    ]

    static let ssh = [
        ConfigurationKey(
            "ssh", "keys", .described("the defaults of its keys"),
            example: "{ key: ~/.ssh/vast_rsa }", "How machines are logged in to."),
        ConfigurationKey(
            "ssh.user", "name on the machine", .standard("root"), example: "root",
            "Who logs in, as `rentals[].ssh` of the report says it."),
        ConfigurationKey(
            "ssh.key", "path",
            .described(
                "the first of `~/.ssh/vast_rsa`, `id_ed25519`, `id_rsa`, `id_ecdsa` with a `.pub`"),
            example: "~/.ssh/vast_rsa",
            "The private key; its public half, the same path with `.pub`, is put on new machines."),
        ConfigurationKey(
            "ssh.parallel", "machines, 1 to 256", .standard("32"), example: "32",
            "Machines that are logged in to at a time; each is a process of its own.",
            gap: "no tool of this version logs in to machines"),
    ]
}
