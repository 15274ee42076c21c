import Admission
import Configuration
import Glibc
import PolicyRules

/// Reviews as clusters see them: the guide's policy, one with errors, and two that are only large.
enum OrdinaryReviews {
    /// What is reviewed: what it is called on the command line and in words, its request, and how many reviews are timed at once.
    private struct Ordinary {
        let name: String
        let words: String
        let body: [UInt8]
        let reviews: Int
    }

    private static var all: [Ordinary] {
        let text = String(repeating: "x", count: 1_450_000)
        let option = { (number: Int) in #"{"description":"option \#(number)","intValue":1,"level":0,"name":11,"state":"STATE_PREBIND"}"# }
        let many = (0..<14_000).map(option).joined(separator: ",")
        return small + [
            Ordinary(
                name: "annotation", words: "1.5 MB, most of it an annotation",
                body: request(options: guide, annotation: #""annotations":{"note":"\#(text)"},"#), reviews: 40),
            Ordinary(name: "options", words: "1.5 MB, most of it options", body: request(options: many), reviews: 4),
        ]
    }

    private static var small: [Ordinary] {
        [
            Ordinary(name: "guide", words: "the guide's policy", body: request(options: guide), reviews: 20_000),
            Ordinary(name: "errors", words: "a policy with four errors", body: request(options: broken), reviews: 5_000),
        ]
    }

    static func measure() {
        for ordinary in all { measure(ordinary) }
    }

    /// Reviews one of the small requests so many times and does nothing else, for a tool that counts instructions.
    /// - Returns: whether there is one of that name.
    static func repeatReview(of name: String, times: Int) -> Bool {
        guard let day = CalendarDay(year: 2026, month: 11, day: 23), let ordinary = small.first(where: { $0.name == name }) else {
            return false
        }
        let reviewer = AdmissionReviewer(settings: Settings())
        for _ in 0..<times { precondition(reviewer.answer(to: ordinary.body, on: day).status == 200) }
        return true
    }

    /// The median CPU time of one review over several rounds, in microseconds.
    private static func measure(_ ordinary: Ordinary) {
        let (body, reviews) = (ordinary.body, ordinary.reviews)
        guard let day = CalendarDay(year: 2026, month: 11, day: 23) else { return }
        let reviewer = AdmissionReviewer(settings: Settings())
        var times: [Double] = []
        var answered = 0
        for round in 0..<12 {
            let start = cpuTime()
            for _ in 0..<reviews { answered &+= reviewer.answer(to: body, on: day).body.count }
            // The first rounds warm up caches and lazily made tables.
            if round >= 3 { times.append(Double(cpuTime() - start) / Double(reviews) / 1000) }
        }
        times.sort()
        let microseconds = { (value: Double) in "\(Double(Int(value * 100 + 0.5)) / 100)" }
        print(
            "\(ordinary.words): \(body.count) bytes in, \(answered / (12 * reviews)) out; CPU per review: median "
                + "\(microseconds(times[times.count / 2])) µs, least \(microseconds(times[0])) µs, "
                + "most \(microseconds(times[times.count - 1])) µs")
    }

    /// CPU time of this process, in nanoseconds.
    static func cpuTime() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }

    private static let guide = #"""
        {"description":"enable keepalive","intValue":1,"level":1,"name":9,"state":"STATE_PREBIND"},\#
        {"description":"idle time before first keepalive probe is sent","intValue":60,"level":6,"name":4,"state":"STATE_PREBIND"},\#
        {"description":"keepalive interval","intValue":20,"level":6,"name":5,"state":"STATE_PREBIND"},\#
        {"description":"keepalive probes count","intValue":2,"level":6,"name":6,"state":"STATE_PREBIND"}
        """#
    private static let broken = #"""
        {"description":"enable keepalive","intValue":1,"level":65535,"name":8},{"description":"idle time","intValue":60,"level":6,"name":16},\#
        {"description":"keepalive interval","intValue":20,"level":6,"name":257},{"intValue":200,"level":6,"name":6}
        """#

    /// An AdmissionReview of a ListenerPolicy with these options, as an API server sends one.
    private static func request(options: String, annotation: String = "") -> [UInt8] {
        let kind = #"{"group":"gateway.kgateway.dev","version":"v1alpha1","kind":"ListenerPolicy"}"#
        let resource = #"{"group":"gateway.kgateway.dev","version":"v1alpha1","resource":"listenerpolicies"}"#
        let managed = #"""
            [{"apiVersion":"gateway.kgateway.dev/v1alpha1","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:annotations":{".":{},\#
            "f:kubectl.kubernetes.io/last-applied-configuration":{}}},"f:spec":{".":{},"f:socketOptions":{},"f:targetRefs":{}}},\#
            "manager":"kubectl-client-side-apply","operation":"Update","time":"2026-11-23T02:43:10Z"}]
            """#
        return Array(
            #"""
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"b9ac2efe-d987-4847-81dd-6d7e3f3dddf1",\#
            "kind":\#(kind),"resource":\#(resource),"requestKind":\#(kind),"requestResource":\#(resource),"name":"tcpkeepalive",\#
            "namespace":"kgateway-system","operation":"CREATE","userInfo":{"username":"admin","groups":["system:masters",\#
            "system:authenticated"]},"object":{"apiVersion":"gateway.kgateway.dev/v1alpha1","kind":"ListenerPolicy","metadata":{\#
            \#(annotation)"creationTimestamp":"2026-11-23T02:43:09Z","generation":1,"managedFields":\#(managed),"name":"tcpkeepalive",\#
            "namespace":"kgateway-system","uid":"1777cd49-8429-48d0-8262-a9b4877056cf"},"spec":{"socketOptions":[\#(options)],"targetRefs":\#
            [{"group":"gateway.networking.k8s.io","kind":"Gateway","name":"http"}]}},"oldObject":null,"dryRun":false,"options":\#
            {"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1","fieldManager":"kubectl-client-side-apply","fieldValidation":"Strict"}}}
            """#.utf8)
    }
}
