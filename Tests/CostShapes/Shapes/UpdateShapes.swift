extension Shape {
    /// Updates, where old and new have to be told apart.
    static let updateShapes: [Shape] = [
        Shape("update-adds") { count in review(policy(options: list(count, unknown)), old: policy(options: "[]")) },
        updated("update-replaces", from: { #"{"level":8,"name":\#($0),"intValue":1}"# }, to: unknown),
        Shape("update-reverses") { count in
            review(policy(options: list(count, unknown)), old: policy(options: list(count) { unknown(count - $0) }))
        },
        updated("update-same-errors", from: { _ in foreign }, to: { _ in foreign }),
        Shape("ports-same") { count in
            let entries = list(count, keepalivePort)
            return review(policy("\"perPort\":\(entries)"), old: policy("\"perPort\":\(entries)"))
        },
        Shape("ports-reversed") { count in
            review(
                policy("\"perPort\":\(list(count, keepalivePort))"),
                old: policy("\"perPort\":\(list(count) { keepalivePort(count - 1 - $0) })"))
        },
    ]

    /// An update of one list of options to another one of the same length.
    static func updated(
        _ name: String, from old: @escaping @Sendable (Int) -> String, to new: @escaping @Sendable (Int) -> String
    ) -> Shape {
        Shape(name) { count in review(policy(options: list(count, new)), old: policy(options: list(count, old))) }
    }

    /// A port with a keepalive of its own.
    static func keepalivePort(_ port: Int) -> String {
        #"{"port":\#(port),"listener":{"tcpKeepalive":{"keepAliveTime":"60s"}}}"#
    }
}
