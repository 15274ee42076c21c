/// "Did you mean": the known name that somebody who wrote `name` most likely meant.
///
/// Letters' case, dashes and underscores do not count; beyond that, up to a third of the letters may differ.
public func spelling(of name: String, among known: [String]) -> String? {
    let wanted = normalized(name)
    if let same = known.first(where: { normalized($0) == wanted }) { return same }
    let best = known.map { (name: $0, distance: editDistance(wanted, normalized($0))) }.min { $0.distance < $1.distance }
    guard let best, best.distance <= max(1, (wanted.count + 1) / 3), best.distance < best.name.count else { return nil }
    return best.name
}

private func normalized(_ name: String) -> [UInt8] {
    name.lowercased().utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
}

/// Insertions, deletions and replacements from one to the other.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    // A name from outside may be long; no known one is.
    guard left.count <= 64, right.count <= 64 else { return Int.max }
    var previous = Array(0...right.count)
    for (row, byte) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            current.append(min(previous[column] + (byte == other ? 0 : 1), previous[column + 1] + 1, current[column] + 1))
        }
        previous = current
    }
    return previous[right.count]
}
