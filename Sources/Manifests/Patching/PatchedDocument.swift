/// A document of which only what patches wrote is known, as JSON Patch (RFC 6902) describes changes: the values that they add, at the
/// places where they put them, with whatever lies between made. What they leave alone is not in it.
public struct PatchedDocument {
    /// The whole of it; nil where no patch has written to it.
    private(set) var root: PatchPart?
    /// Whether a list or map was met that is too long to be changed: nothing is changed any more.
    private var isOverfull = false

    /// A document that no patch has written to.
    public init() {}

    /// Whether nothing is known of it.
    public var isEmpty: Bool { root == nil }

    /// Whether something that a patch wrote stands at a place.
    public mutating func knows(_ pointer: JSONPointer) -> Bool { find(pointer) != nil }

    /// Puts a value at a place: `add`, or `replace`, where a list's item gives way to it. Lists and maps on the way are made where none are
    /// known.
    ///
    /// - Returns: false where a scalar stands on the way, or more than 1024 values in one list or map.
    public mutating func set(_ value: ManifestNode, at pointer: JSONPointer, replaces: Bool) -> Bool {
        put(.written(value), at: pointer, replaces: replaces)
    }

    /// Takes away what is known to stand at a place, if anything.
    public mutating func remove(at pointer: JSONPointer) { _ = take(at: pointer) }

    /// Puts what is known at one place to another: `copy`, or `move`, where it is taken away.
    ///
    /// - Parameter budget: how many values may be copied or moved; those that are are taken from it.
    /// - Returns: false where nothing is known of it, the budget is used up, or it has no place there.
    public mutating func copy(from source: JSONPointer, to pointer: JSONPointer, moves: Bool, budget: inout Int) -> Bool {
        guard let part = find(source)?.copy(depth: 0, budget: &budget) else { return false }
        if moves { remove(at: source) }
        return put(part, at: pointer, replaces: false)
    }

    private mutating func find(_ pointer: JSONPointer) -> PatchPart? {
        guard let last = pointer.steps.last else { return root }
        return container(of: pointer, makes: false)?.child(at: last)
    }

    private mutating func take(at pointer: JSONPointer) -> PatchPart? {
        guard let last = pointer.steps.last else {
            defer { root = nil }
            return root
        }
        return container(of: pointer, makes: false)?.remove(at: last)
    }

    private mutating func put(_ part: PatchPart, at pointer: JSONPointer, replaces: Bool) -> Bool {
        guard let last = pointer.steps.last else {
            (root, isOverfull) = (part, false)
            return true
        }
        guard let container = container(of: pointer, makes: true) else { return false }
        container.put(part, at: last, replaces: replaces)
        return true
    }

    /// The list or map that holds a place.
    /// - Parameter makes: whether it is made where none is known.
    private mutating func container(of pointer: JSONPointer, makes: Bool) -> PatchContainer? {
        guard let first = pointer.steps.first, makes || root != nil, var here = opened(root, for: first) else { return nil }
        root = .container(here)
        for (step, next) in zip(pointer.steps, pointer.steps.dropFirst()) {
            let child = here.child(at: step)
            guard makes || child != nil, !here.isList || step.isOfList, let below = opened(child, for: next) else {
                return nil
            }
            here.put(.container(below), at: step, replaces: true)
            here = below
        }
        // A field of a list is nowhere.
        return here.isList && pointer.steps.last?.isOfList == false ? nil : here
    }

    private mutating func opened(_ part: PatchPart?, for step: JSONPointer.Step) -> PatchContainer? {
        guard !isOverfull else { return nil }
        if let container = PatchContainer.opened(part, for: step) { return container }
        if case .written(let node) = part, node.kind == .mapping || node.kind == .sequence { isOverfull = true }
        return nil
    }
}

/// A value with what stands below it.
enum PatchPart {
    /// As it is written.
    case written(ManifestNode)
    /// Made of parts, or changed by them.
    case container(PatchContainer)

    /// The same, apart from this one. nil where the budget is used up, or where it is deeper than any place.
    func copy(depth: Int, budget: inout Int) -> PatchPart? {
        guard depth <= JSONPointer.maximumDepth else { return nil }
        switch self {
        case .written(let node):
            budget -= node.nodeCount
            return budget >= 0 ? self : nil
        case .container(let container): return container.copy(depth: depth, budget: &budget).map(PatchPart.container)
        }
    }
}

/// A list or map that patches made or changed. A map's keys and a list's positions are those of the document as far as they are known.
final class PatchContainer {
    /// What it was written as, or the text of the patch that made it.
    let origin: ManifestNode
    let isList: Bool
    private(set) var values: [PatchPart] = []
    /// Of a map.
    private(set) var keys: [Key] = []
    private var indexes: [String: Int] = [:]
    /// Of a list: the position that a patch named, nil where it named none.
    private var positions: [Int?] = []
    /// Whether all of it is known: it was written as a whole at first.
    let isWhole: Bool

    /// More values than any person writes: what stands in a longer list or map is not changed.
    static let maximumCount = 1024

    /// The key of a value in a map.
    enum Key {
        case written(ManifestNode)
        case step(JSONPointer.Step)
    }

    private init(origin: ManifestNode, isList: Bool, isWhole: Bool) {
        self.origin = origin
        self.isList = isList
        self.isWhole = isWhole
    }

    /// A part that can take others, for a step into it. nil for a scalar, and for what holds too much.
    static func opened(_ part: PatchPart?, for step: JSONPointer.Step) -> PatchContainer? {
        switch part {
        case nil: return PatchContainer(origin: step.node, isList: step.isOfList, isWhole: false)
        case .container(let container): return container
        case .written(let node):
            switch node.kind {
            case .null: return PatchContainer(origin: step.node, isList: step.isOfList, isWhole: false)
            case .mapping: return PatchContainer(map: node)
            case .sequence: return PatchContainer(list: node)
            case .bool, .number, .string, .skipped: return nil
            }
        }
    }

    private convenience init?(map node: ManifestNode) {
        self.init(origin: node, isList: false, isWhole: true)
        for (key, value) in node.entries {
            guard values.count < Self.maximumCount else { return nil }
            let name = key.text
            if let index = indexes[name] {
                (keys[index], values[index]) = (.written(key), .written(value))
            } else {
                indexes[name] = values.count
                keys.append(.written(key))
                values.append(.written(value))
            }
        }
    }

    private convenience init?(list node: ManifestNode) {
        self.init(origin: node, isList: true, isWhole: true)
        for value in node.elements {
            guard values.count < Self.maximumCount else { return nil }
            values.append(.written(value))
        }
    }

    func child(at step: JSONPointer.Step) -> PatchPart? { index(of: step).map { values[$0] } }

    private func index(of step: JSONPointer.Step) -> Int? {
        guard isList else { return indexes[step.text] }
        guard let position = step.position else { return nil }
        if isWhole { return position < values.count ? position : nil }
        if let index = positions.firstIndex(of: position) { return index }
        // Patches that only append to a list may be all that writes to it.
        return position < values.count && positions.allSatisfy { $0 == nil } ? position : nil
    }

    /// - Parameter replaces: whether a list's item gives way; else the items from there on move up.
    func put(_ part: PatchPart, at step: JSONPointer.Step, replaces: Bool) {
        let index = index(of: step)
        guard isList else {
            if let index {
                values[index] = part
            } else {
                indexes[step.text] = values.count
                keys.append(.step(step))
                values.append(part)
            }
            return
        }
        if let index, replaces {
            values[index] = part
        } else if let index, values.count < Self.maximumCount {
            values.insert(part, at: index)
            if !isWhole {
                positions = positions.map { other in other.flatMap { other in step.position.map { other >= $0 ? other + 1 : other } } }
                positions.insert(step.position, at: index)
            }
        } else {
            values.append(part)
            if !isWhole { positions.append(step.position) }
        }
    }

    func remove(at step: JSONPointer.Step) -> PatchPart? {
        guard let index = index(of: step) else { return nil }
        let part = values.remove(at: index)
        if isList {
            if !isWhole {
                positions.remove(at: index)
                positions = positions.map { other in other.flatMap { other in step.position.map { other > $0 ? other - 1 : other } } }
            }
        } else {
            keys.remove(at: index)
            indexes[step.text] = nil
            for (name, other) in indexes where other > index { indexes[name] = other - 1 }
        }
        return part
    }

    fileprivate func copy(depth: Int, budget: inout Int) -> PatchContainer? {
        let copy = PatchContainer(origin: origin, isList: isList, isWhole: isWhole)
        budget -= 1
        for value in values {
            guard let value = value.copy(depth: depth + 1, budget: &budget) else { return nil }
            copy.values.append(value)
        }
        (copy.keys, copy.indexes, copy.positions) = (keys, indexes, positions)
        return copy
    }
}
