/// Text from outside, made fit for one line of a message: in double quotes, control characters and quotes replaced, cut after 40 characters.
package func quoted(_ text: String) -> String {
    var result = "\""
    var length = 0
    for scalar in text.unicodeScalars {
        if length == 40 {
            result += "…"
            break
        }
        let isControl = scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
        result.unicodeScalars.append(isControl || scalar == "\"" ? "?" : scalar)
        length += 1
    }
    return result + "\""
}
