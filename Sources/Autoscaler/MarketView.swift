import Shared

/// What one provider showed at the beginning of a run, and what it means for the journal.
struct MarketView: Sendable {
    var provider: ProviderName
    /// `nil` when the provider could not be asked.
    var account: String?
    var listing: Listing
    /// What a complete listing means; `nil` without one.
    var reconciliation: Reconciliation?
    /// Why nothing is created or begun to be ended there (promises T1 and M2); empty when nothing
    /// stands in the way.
    var held: [String]
}

extension Observation {
    /// Why creates and new endings are held, for the whole fleet or at one provider.
    var held: [String] {
        clockDoubts
            + markets.flatMap { market in
                markets.count == 1
                    ? market.held : market.held.map { "\(market.provider): \($0)" }
            }
    }

    /// Whether anything may be created at a provider or begun to be ended there.
    func isHeld(at provider: ProviderName) -> Bool {
        guard clockDoubts.isEmpty, let market = market(provider) else { return true }
        return !market.held.isEmpty
    }

    /// What a provider showed; `nil` for one that is not configured.
    func market(_ provider: ProviderName) -> MarketView? {
        markets.first { $0.provider == provider }
    }

    /// What machines with our label and no rental bill an hour at the most.
    var orphanRate: HourlyRate {
        markets.reduce(.zero) { $0 + ($1.reconciliation?.orphanRate ?? .zero) }
    }

    /// Machines with a label of ours that no rental stands for, at any provider.
    var orphans: [Instance] { markets.flatMap { $0.reconciliation?.orphans ?? [] } }

    /// Machines of the accounts that carry no label of ours.
    var strangers: [Instance] { markets.flatMap { $0.reconciliation?.strangers ?? [] } }

    /// Rentals that a complete list does not show although nothing ended them.
    var missing: Set<RentalID> { Set(markets.flatMap { $0.reconciliation?.missing ?? [] }) }

    /// New rows dearer than booked.
    var overpriced: Set<RentalID> { Set(markets.flatMap { $0.reconciliation?.overpriced ?? [] }) }
}
