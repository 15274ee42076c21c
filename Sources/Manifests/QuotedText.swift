/// Text from outside, made fit for one line of a message: in double quotes, quotes and what does not show replaced, cut after 40 characters.
package func quoted(_ text: String) -> String {
    "\"" + shown(text, atMost: 40, replacing: UInt8(ascii: "\"")) + "\""
}

/// Text from outside on one line: control and format characters, which may turn a line around or hide in it, become `?`, as does `mark`;
/// cut after `count` scalars.
func shown(_ text: String, atMost count: Int, replacing mark: UInt8? = nil) -> String {
    // What people write needs no look at Unicode's tables.
    if text.utf8.count <= count, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != mark }) { return text }
    var result = ""
    var length = 0
    for scalar in text.unicodeScalars {
        if length == count { return result + "…" }
        let isShown = scalar.isASCII ? scalar.value >= 0x20 && scalar.value < 0x7F && UInt8(scalar.value) != mark : isVisible(scalar)
        result.unicodeScalars.append(isShown ? scalar : "?")
        length += 1
    }
    return result
}

/// Neither a control nor a format character, nor the end of a line or paragraph.
private func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
}
