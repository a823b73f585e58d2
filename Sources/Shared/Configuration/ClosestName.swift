/// The name among several that a person most likely meant, or `nil` when none is close.
///
/// Case and `-` for `_` cost nothing; beyond that a third of the letters may differ, and at least
/// one. The earliest of equally close names wins.
func closestName(to written: String, among names: [String]) -> String? {
    let plain = folded(written)
    guard !plain.isEmpty, plain.count <= 40 else { return nil }
    let ranked = names.map { (name: $0, distance: editDistance(plain, folded($0))) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }),
        best.distance <= max(1, min(plain.count, best.name.utf8.count) / 3)
    else { return nil }
    return best.name
}

private func folded(_ name: String) -> [UInt8] {
    name.lowercased().utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
}

/// The fewest bytes to insert, delete, replace or swap with their neighbour.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var rows = [Array(0...right.count)]
    for (i, letter) in left.enumerated() {
        var row = [i + 1]
        for (j, other) in right.enumerated() {
            var best = min(rows[i][j] + (letter == other ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, letter == right[j - 1], left[i - 1] == other {
                best = min(best, rows[i - 1][j - 1] + 1)
            }
            row.append(best)
        }
        rows.append(row)
    }
    return rows[left.count][right.count]
}
