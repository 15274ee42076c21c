import PolicyRules
import Testing

@testable import Linting

/// The picture of a keepalive in a terminal.
@Suite struct KeepalivePictureTests {
    private static let clouds: [KeepaliveTimeline.Mark] = [
        KeepaliveTimeline.Mark(label: "aws-nlb", seconds: 350, owner: .middlebox),
        KeepaliveTimeline.Mark(label: "azure-lb", seconds: 240, owner: .middlebox),
        KeepaliveTimeline.Mark(label: "gcp-firewall", seconds: 600, owner: .middlebox),
    ]
    /// 60 s, 20 s, two probes.
    private static let short = KeepaliveTimeline(keepalive: Keepalive(idle: 60, interval: 20, count: 2), marks: clouds)
    /// What the kernel does by itself: two hours, and then every 75 s.
    private static let long = KeepaliveTimeline(keepalive: Keepalive(), marks: clouds)

    private static func picture(_ timeline: KeepaliveTimeline, _ width: Int?, isUnicode: Bool = true, hasColor: Bool = false) -> String {
        KeepalivePicture(width: width, isUnicode: isUnicode, hasColor: hasColor).text(of: timeline)
    }

    @Test func narrow() {
        #expect(
            Self.picture(Self.short, 60) == """
                  ●────────▲────▲────✕─────╱╱────┼─────╱╱────┼──────╱╱─────┼
                  │        │         │           │           350 s aws-nlb │
                  │        │         │           │        600 s gcp-firewall
                  │        │         │           240 s azure-lb
                  │        │         100 s dead peer noticed
                  │        60 s first probe
                  last packet
                  (not to scale: long stretches are cut short)

                  in time for azure-lb (240 s), aws-nlb (350 s) and
                    gcp-firewall (600 s), also where the first probe is lost

                  false drops of healthy connections, idle all day
                  packet loss    0.1 %   1 %    5 %
                  cut in a day  0.57 %  43 %  100 %

                """)
    }

    @Test func usual() {
        #expect(
            Self.picture(Self.short, 80) == """
                  ●───────────▲─────▲──────✕───────╱╱───────┼──────╱╱──────┼─────────╱╱────────┼
                  last packet │            │   240 s azure-lb  350 s aws-nlb  600 s gcp-firewall
                              │            100 s dead peer noticed
                              60 s first probe
                  (not to scale: long stretches are cut short)

                  in time for azure-lb (240 s), aws-nlb (350 s) and gcp-firewall (600 s), also
                    where the first probe is lost

                  false drops of healthy connections, idle all day
                  packet loss    0.1 %   1 %    5 %
                  cut in a day  0.57 %  43 %  100 %

                """)
    }

    @Test func wide() {
        #expect(
            Self.picture(Self.short, 120) == """
                  ●───────────▲───▲───✕──────────────────────────┼────────────────────┼────────────────────────────────────────────────┼
                  last packet │       100 s dead peer noticed    240 s azure-lb       350 s aws-nlb                   600 s gcp-firewall
                              60 s first probe

                  in time for azure-lb (240 s), aws-nlb (350 s) and gcp-firewall (600 s), also where the first probe is lost

                  false drops of healthy connections, idle all day
                  packet loss    0.1 %   1 %    5 %
                  cut in a day  0.57 %  43 %  100 %

                """)
    }

    @Test func longAndNarrow() {
        #expect(
            Self.picture(Self.long, 60) == """
                  ●──╱╱──┼─────┼───╱╱──┼───────╱╱──────▲────▲┄┄┄┄┄┄┄┄┄▲────✕
                  │      │     │       │               2 h first probe     │
                  │      │     │       │            7875 s dead peer noticed
                  │      │     │       600 s gcp-firewall
                  │      │     350 s aws-nlb
                  │      240 s azure-lb
                  last packet
                  (not to scale: long stretches are cut short)

                  too late for azure-lb (240 s), aws-nlb (350 s) and
                    gcp-firewall (600 s): the connection is forgotten before
                    the first probe

                  false drops of healthy connections, idle all day
                  packet loss      0.1 %       1 %       5 %
                  cut in a day  < 0.01 %  < 0.01 %  < 0.01 %

                """)
    }

    @Test func longInASCII() {
        #expect(
            Self.picture(Self.long, 80, isUnicode: false) == """
                  o---------+------+---------+-----------//----------^-----^.............^----X
                  |         |      |         |         2 h first probe 7875 s dead peer noticed
                  |         |      |         600 s gcp-firewall
                  |         |      350 s aws-nlb
                  |         240 s azure-lb
                  last packet
                  (not to scale: long stretches are cut short)

                  too late for azure-lb (240 s), aws-nlb (350 s) and gcp-firewall (600 s): the
                    connection is forgotten before the first probe

                  false drops of healthy connections, idle all day
                  packet loss      0.1 %       1 %       5 %
                  cut in a day  < 0.01 %  < 0.01 %  < 0.01 %

                """)
    }

    @Test func longAndWide() {
        #expect(
            Self.picture(Self.long, 120) == """
                  ●────╱╱────┼───────┼───────────┼─────────────╱╱────────────▲─────▲──────▲─────▲──────▲─────▲─────▲──────▲─────▲──────✕
                  │          │       │           600 s gcp-firewall          2 h first probe                    7875 s dead peer noticed
                  │          │       350 s aws-nlb
                  │          240 s azure-lb
                  last packet
                  (not to scale: long stretches are cut short)

                  too late for azure-lb (240 s), aws-nlb (350 s) and gcp-firewall (600 s): the connection is forgotten before the first
                    probe

                  false drops of healthy connections, idle all day
                  packet loss      0.1 %       1 %       5 %
                  cut in a day  < 0.01 %  < 0.01 %  < 0.01 %

                """)
    }

    @Test func colorsMarkWhatHappens() {
        let picture = Self.picture(Self.short, 80, hasColor: true)
        #expect(
            picture.hasPrefix(
                "  \u{1B}[2m●───────────\u{1B}[0m\u{1B}[36m▲\u{1B}[0m\u{1B}[2m─────\u{1B}[0m\u{1B}[36m▲\u{1B}[0m\u{1B}[2m──────\u{1B}[0m\u{1B}[1;31m✕\u{1B}[0m\u{1B}[2m───────╱╱───────\u{1B}[0m\u{1B}[33m┼\u{1B}[0m\u{1B}[2m──────╱╱──────\u{1B}[0m\u{1B}[33m┼\u{1B}[0m\u{1B}[2m─────────╱╱────────\u{1B}[0m\u{1B}[33m┼\u{1B}[0m\n"
            ))
        // Without its colors it is the same.
        var plain = picture
        for code in ["0", "1;31", "2", "33", "36"] { plain = plain.replacing("\u{1B}[\(code)m", with: "") }
        #expect(plain == Self.picture(Self.short, 80))
    }

    @Test func aNarrowTerminalOrNoneGetsWords() {
        #expect(Self.picture(Self.short, nil) == Self.picture(Self.short, 59))
        #expect(
            Self.picture(Self.short, 59) == """
                  in time for azure-lb (240 s), aws-nlb (350 s) and gcp-firewall (600 s), also where the first probe is lost
                  false drops of healthy connections, idle all day: 0.57 % at 0.1 % packet loss, 43 % at 1 % packet loss, 100 % at 5 % packet loss

                """)
    }

    @Test func saysWhatEveryClockOnTheWayDoes() {
        let marks: [KeepaliveTimeline.Mark] = [
            KeepaliveTimeline.Mark(label: "nat", seconds: 60, owner: .middlebox),
            KeepaliveTimeline.Mark(label: "lb", seconds: 80, owner: .middlebox),
            KeepaliveTimeline.Mark(label: "vpn", seconds: 80.5, owner: .middlebox),
            KeepaliveTimeline.Mark(label: "haproxy", seconds: 50, owner: .proxy),
            KeepaliveTimeline.Mark(label: "idleTimeout", seconds: 45, owner: .application),
            KeepaliveTimeline.Mark(label: "HTTP/2 PING", seconds: 15, owner: .ping),
        ]
        let keepalive = Keepalive(idle: 60, interval: 20, count: 3)
        #expect(
            Self.picture(KeepaliveTimeline(keepalive: keepalive, marks: marks, packetLoss: 0.2), nil).split(separator: "\n") == [
                "  too late for nat (60 s): the connection is forgotten before the first probe",
                "  just in time for lb (80 s): where the first probe is lost, the connection is forgotten",
                "  in time for vpn (80.5 s), also where the first probe is lost",
                "  closed without data by haproxy (50 s), whatever probes say",
                "  closed by the application's idleTimeout (45 s) before the first probe",
                "  a dead peer of HTTP/2 is found by HTTP/2 PING (15 s)",
                "  false drops of healthy connections, idle all day: less than 0.01 % at 0.1 % packet loss, 1.1 % at 1 % packet loss, 74 % at 5 % "
                    + "packet loss, 100 % at 20 % packet loss",
            ])
        let later = KeepaliveTimeline.Mark(label: "idleTimeout", seconds: 600, owner: .application)
        #expect(
            Self.picture(KeepaliveTimeline(keepalive: Keepalive(idle: 60), marks: [later]), nil).contains(
                "closed without requests by the application's idleTimeout (600 s), whatever probes say\n"))
    }

    /// Whatever is drawn fits, and no label is lost.
    @Test(arguments: [60, 61, 79, 80, 100, 119, 120, 400]) func everythingFits(width: Int) {
        var drawn = 0
        for (idle, interval, count) in [
            (1, 1, 1), (1, 1, 127), (10, 2, 5), (60, 20, 3), (7200, 75, 9), (32767, 32767, 127), (5, 32767, 2),
        ] {
            let many = (1...12).map { KeepaliveTimeline.Mark(label: "box-\($0)", seconds: Double($0 * $0), owner: .proxy) }
            for marks in [[], Self.clouds, many] {
                let keepalive = Keepalive(idle: Int64(idle), interval: Int64(interval), count: Int64(count))
                let text = Self.picture(KeepaliveTimeline(keepalive: keepalive, marks: marks), width)
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                #expect(lines.allSatisfy { $0.count <= width && !$0.hasSuffix(" ") }, "\(keepalive) \(marks.count)\n\(text)")
                #expect(text.contains("first probe") && text.contains("dead peer noticed") && text.contains("last packet"), "\(text)")
                for mark in marks.prefix(6) { #expect(text.contains("s \(mark.label)"), "\(text)") }
                drawn += 1
            }
        }
        #expect(drawn == 21)
    }

    /// A user timeout that is worth millions of probes, and labels that somebody else chose.
    @Test func whateverIsHandedOverCostsLittle() {
        let keepalive = Keepalive(idle: 1, interval: 1, count: 1, userTimeout: Int64(Int32.max))
        let name = String(repeating: "x\u{1B}[31m", count: 40)
        let marks = (1...3000).map { KeepaliveTimeline.Mark(label: name, seconds: Double($0 % 4 + 1), owner: .middlebox) }
        let text = Self.picture(KeepaliveTimeline(keepalive: keepalive, marks: marks), 80)
        #expect(!text.contains("\u{1B}") && text.utf8.count < 10_000)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
    }
}
