extension Shape {
    /// Typed settings, annotations and whatever else an object may have without end.
    static let objectShapes: [Shape] = [
        Shape("ports-drop-keepalive") { count in review(policy("\(keepaliveByDefault),\"perPort\":\(list(count) { "{\"port\":\($0)}" })"))
        },
        Shape("block-misspelt") { count in review(policy(#""default":{"tcpKeepalive":\#(map(count) { #""keepalivet\#($0)":1"# })}"#)) },
        Shape("spec-misspelt") { count in review(policy(joined(count) { #""tcpKeepaliv\#($0)":1"# })) },
        Shape("suppressions-unknown") { count in
            review(policy(#""default":{}"#, annotations: map(count) { #""ignore.sockwarden.dev/\#($0)":"r""# }))
        },
        // The same rule in as many spellings as upper and lower case make.
        Shape("suppressions-known") { count in
            let spellings = map(min(count, 6000)) { #""ignore.sockwarden.dev/\#(spelling($0, of: "foreignplatformoption"))":"r""# }
            return review(policy("\"socketOptions\":\(list(count / 8) { _ in foreign })", annotations: spellings))
        },
        Shape("applied-options") { count in
            review(policy("", annotations: #"{"\#(appliedKey)":\#(literal(policy(options: list(count, unknown))))}"#))
        },
        Shape("applied-words") { count in review(policy("", annotations: #"{"\#(appliedKey)":\#(repeated("socketOption", count))}"#)) },
        Shape("duration-long") { count in
            review(policy(#""default":{"tcpKeepalive":{"keepAliveTime":\#(repeated("1h", count))}}"#))
        },
        Shape("section-names") { count in
            let targets = list(count) { #"{"sectionName":"a\#($0)"}"# }
            let object =
                #"{"apiVersion":"gateway.kgateway.dev/v1alpha1","kind":"ListenerPolicy","metadata":{"name":"x","namespace":"edge"},"#
                + "\"spec\":{\"targetRefs\":\(targets),\(keepaliveByDefault)}}"
            return review(object)
        },
    ]

    static let keepaliveByDefault = #""default":{"tcpKeepalive":{"keepAliveTime":"60s"}}"#

    /// A word with those letters in upper case whose bits are set.
    static func spelling(_ bits: Int, of word: String) -> String {
        String(
            decoding: word.utf8.enumerated().map { index, byte in bits >> index & 1 == 1 ? byte & ~0x20 : byte }, as: UTF8.self)
    }
}
