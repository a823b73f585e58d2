/// What surrounds every durable write: the seam at which a test stops the program dead, and at
/// which `--verbose` tells what is being written.
package struct WriteGate: Sendable {
    /// Called before a transaction begins; an error stops it and nothing is written.
    package var before: @Sendable (_ write: String) throws -> Void
    /// Called when the transaction is on disk; an error leaves it there.
    package var after: @Sendable (_ write: String) throws -> Void

    package init(
        before: @escaping @Sendable (String) throws -> Void,
        after: @escaping @Sendable (String) throws -> Void
    ) {
        self.before = before
        self.after = after
    }

    /// Lets everything pass.
    package static let open = WriteGate(before: { _ in }, after: { _ in })
}
