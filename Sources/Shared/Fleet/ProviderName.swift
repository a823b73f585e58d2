/// A market or cloud that we rent from.
package enum ProviderName: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    case vast

    package var description: String { rawValue }
}
