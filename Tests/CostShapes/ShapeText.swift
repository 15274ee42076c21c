/// The text of a list of so many items, as JSON.
func list(_ count: Int, _ item: (Int) -> String) -> String { "[" + joined(count, item) + "]" }

/// The text of a map with so many entries, as JSON.
func map(_ count: Int, _ entry: (Int) -> String) -> String { "{" + joined(count, entry) + "}" }

/// So many pieces with commas between them.
func joined(_ count: Int, _ piece: (Int) -> String) -> String {
    var text = ""
    for index in 0..<max(count, 0) {
        if index > 0 { text += "," }
        text += piece(index)
    }
    return text
}

/// A text so many times over, as a JSON string.
func repeated(_ text: String, _ count: Int) -> String { "\"" + String(repeating: text, count: max(count, 0)) + "\"" }

/// A text as a JSON string.
func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

/// The annotation in which kubectl keeps what was applied.
let appliedKey = "kubectl.kubernetes.io/last-applied-configuration"

/// An object of one of our kinds, as JSON.
/// - Parameters:
///   - spec: its entries, without what it is for.
///   - annotations: a map.
func policy(_ spec: String, kind: String = "ListenerPolicy", annotations: String = "{}", metadata: String = "") -> String {
    #"{"apiVersion":"gateway.kgateway.dev/v1alpha1","kind":"\#(kind)","metadata":{"name":"x","namespace":"edge",\#(metadata)"#
        + #""annotations":\#(annotations)},"spec":{"targetRefs":[{"group":"gateway.networking.k8s.io","kind":"Gateway","name":"http"}]"#
        + "\(spec.isEmpty ? "" : ",")\(spec)}}"
}

/// A ListenerPolicy with these raw options.
func policy(options: String) -> String { policy("\"socketOptions\":\(options)") }

/// An AdmissionReview of an object: a creation, or an update of the old one.
func review(_ object: String, kind: String = "ListenerPolicy", old: String? = nil) -> String {
    #"{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1","kind":{"group":"gateway.kgateway.dev","#
        + #""version":"v1alpha1","kind":"\#(kind)"},"name":"x","namespace":"edge","operation":"\#(old == nil ? "CREATE" : "UPDATE")","#
        + #""userInfo":{"username":"someone"},"object":\#(object),"oldObject":\#(old ?? "null")}}"#
}
