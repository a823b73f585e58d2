import Synchronization

/// How many instances have each label, encoded: every page of a list says it of all of them.
///
/// Kept until a label changes, so that a page does not cost a count of a thousand machines.
final class LabelCounts: Sendable {
    private struct Kept {
        var change: Int
        var encoded: [UInt8]
    }

    private let kept = Mutex<Kept?>(nil)

    /// The counts as of a change of the world's labels; `count` works them out when they are new.
    func encoded(asOf change: Int, _ count: () -> [UInt8]) -> [UInt8] {
        if let kept = kept.withLock({ $0 }), kept.change == change { return kept.encoded }
        let encoded = count()
        kept.withLock { $0 = Kept(change: change, encoded: encoded) }
        return encoded
    }

    /// Counts and encodes, in the order of the labels.
    static func count(_ instances: [SimInstance]) -> [UInt8] {
        var counts: [String: Int64] = [:]
        for instance in instances {
            if let label = instance.label { counts[label, default: 0] += 1 }
        }
        var labels = JSONObject()
        for (label, count) in counts.sorted(by: { $0.key < $1.key }) {
            labels.append(label, .int(count))
        }
        return JSON.object(labels).encoded
    }
}
