extension LintedFile {
    /// Drops findings that a run is not to report.
    mutating func keepFindings(where isKept: (LintedFinding) -> Bool) {
        let kept = findings.filter(isKept)
        guard kept.count < findings.count else { return }
        findings = kept
        countObjectsWithFindings()
    }

    /// Counts anew which of the objects have findings.
    mutating func countObjectsWithFindings() { objectsWithFindings = Set(findings.map(\.object)).intersection(objects).count }
}
