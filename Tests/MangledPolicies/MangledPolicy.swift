public import PolicyKinds
import TestSupport

/// A policy that was good before somebody made a mistake, or several.
public struct MangledPolicy: Sendable, CustomStringConvertible {
    /// The kind that it is of.
    public let kind: String
    /// The field that holds what was mangled.
    public let setting: SettingPath
    /// What was done to it.
    public let mistakes: [String]
    /// How it is written.
    public let layout: Layout
    /// The document.
    public let text: String

    /// What a failing test shows.
    public var description: String { "\(kind) \(setting.path), \(layout): \(mistakes.joined(separator: ", "))" }

    /// Policies of every kind and setting, in every layout, with the mistakes that have fixes.
    /// - Parameter count: of each setting that has a specimen.
    public static func all(perSetting count: Int, seed: UInt64) -> [MangledPolicy] {
        var random = SeededGenerator(seed: seed)
        var policies: [MangledPolicy] = []
        for kind in PolicyKinds.all {
            for setting in kind.settings {
                guard let specimen = setting.specimen else { continue }
                for _ in 0..<count {
                    var value = SettingValue(goodFor: setting, in: specimen)
                    let mistakes = value.mangle(with: &random)
                    let layout = Layout.random(with: &random)
                    // In an object that is there for something else, nothing is nothing of ours.
                    if kind.isHost, mistakes == ["null"] { continue }
                    guard let text = layout.write(specimen.document(with: value.json), with: &random) else { continue }
                    policies.append(MangledPolicy(kind: kind.kind, setting: setting, mistakes: mistakes, layout: layout, text: text))
                }
            }
        }
        return policies
    }
}

extension RandomNumberGenerator {
    /// One of several.
    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(next() % UInt64(values.count))] }

    mutating func chance(_ percent: UInt64) -> Bool { next() % 100 < percent }
}
