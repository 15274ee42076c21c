import Manifests
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
                    var mistakes = value.mangle(with: &random)
                    let layout = Layout.random(with: &random)
                    // In an object that is there for something else, nothing is nothing of ours.
                    if kind.isHost, mistakes == ["null"] { continue }
                    var document = specimen.document(with: value.json)
                    if let fields = value.fieldsAlone, random.chance(15), let other = hoisted(fields, from: document, of: setting, value) {
                        document = other
                        mistakes.append("beside the block's place")
                    }
                    guard let text = layout.write(document, with: &random) else { continue }
                    policies.append(MangledPolicy(kind: kind.kind, setting: setting, mistakes: mistakes, layout: layout, text: text))
                }
            }
        }
        return policies
    }

    /// The document with a block's fields where the block should stand; nil where they would make no document.
    private static func hoisted(_ fields: [String], from document: String, of setting: SettingPath, _ value: SettingValue) -> String? {
        let parts = document.components(separatedBy: "\(setting.fieldName): \(value.json)")
        guard parts.count == 2 else { return nil }
        let margin = parts[0].drop(through: "\n")
        let separator = margin.allSatisfy { $0 == " " } ? "\n\(margin)" : ", "
        let text = String(parts[0]) + fields.joined(separator: separator) + parts[1]
        guard case .success(let tree)? = ManifestReader.documents(in: Array(text.utf8)).first,
            tree.objects.contains(where: { PolicyObject(from: $0) != nil })
        else { return nil }
        return text
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}

extension Substring {
    /// What stands behind the last of some characters; all where there is none.
    fileprivate func drop(through character: Character) -> Substring {
        lastIndex(of: character).map { self[index(after: $0)...] } ?? self
    }
}

extension RandomNumberGenerator {
    /// One of several.
    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(next() % UInt64(values.count))] }

    mutating func chance(_ percent: UInt64) -> Bool { next() % 100 < percent }
}
