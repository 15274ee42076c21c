import NIOHTTP1

extension HTTPRequestHead {
    /// What is wrong with a head that the parser takes all the same; nil where it is sound.
    ///
    /// A proxy before this server could read such a request otherwise than this server does, and see another request in its body.
    var fault: String? {
        var hosts = 0
        for (name, value) in headers {
            switch name.utf8.count {
            case 4 where name.lowercased() == "host":
                hosts += 1
            case 17 where name.lowercased() == "transfer-encoding":
                if version != .http1_1 { return "Transfer-Encoding is HTTP/1.1's" }
                if value.lowercased() != "chunked" { return "the only Transfer-Encoding taken is chunked" }
            default:
                break
            }
        }
        if hosts > 1 { return "there is more than one Host" }
        if hosts == 0 && version == .http1_1 { return "there is no Host" }
        return nil
    }
}
