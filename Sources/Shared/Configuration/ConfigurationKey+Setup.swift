extension ConfigurationKey {
    /// What a group's machines get beside their image and script.
    static let setup = [
        ConfigurationKey(
            "groups[].env", "names with values", .described("none are set"),
            example: "{ MODE: train, QUEUE_TOKEN: \"${QUEUE_TOKEN}\" }",
            "Variables of its machines, for `onstart`; `${NAME}` in a value is that variable of the "
                + "environment."),
        ConfigurationKey(
            "groups[].registry", "keys",
            .described("`GHCR_TOKEN` for an image of `ghcr.io`, else no login"),
            example: "{ server: ghcr.io, user: octocat, password: \"${GHCR_TOKEN}\" }",
            "How Vast's machines log in to the registry of the image."),
        ConfigurationKey(
            "groups[].registry.server", "host", .required, example: "ghcr.io",
            "The registry's host."),
        ConfigurationKey(
            "groups[].registry.user", "name of a user", .required, example: "octocat",
            "Who logs in."),
        ConfigurationKey(
            "groups[].registry.password", "`${NAME}`", .required, example: "\"${GHCR_TOKEN}\"",
            "The variable that holds the password or token; it never stands in the file itself."),
        ConfigurationKey(
            "groups[].query", "query of Vast's client", .described("`providers.vast.query`"),
            example: "reliability>0.98 inet_down>=200",
            "Further conditions on Vast's offers, in place of those of the provider."),
    ]
}
