import Manifests

extension JSONWriter {
    mutating func place(_ name: String, _ position: DocumentPosition) {
        key(name)
        object {
            $0.key("line")
            $0.number(position.line)
            $0.key("character")
            $0.number(position.character)
        }
    }

    mutating func range(_ range: DocumentRange) {
        key("range")
        object {
            $0.place("start", range.start)
            $0.place("end", range.end)
        }
    }
}
