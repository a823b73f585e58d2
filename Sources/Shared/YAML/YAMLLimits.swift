/// How large a YAML text may be before it is refused; its size is looked at first.
package struct YAMLLimits: Hashable, Sendable {
    package var bytes: Int
    /// Collections inside one another.
    package var depth: Int
    /// Scalars, collections and aliases, keys included.
    package var nodes: Int

    package init(bytes: Int = 1_000_000, depth: Int = 64, nodes: Int = 100_000) {
        self.bytes = bytes
        self.depth = depth
        self.nodes = nodes
    }
}
