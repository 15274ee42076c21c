import Manifests
import PolicyRules

/// The keepalive settings of a run in time: each that differs is drawn once, with the places that have it.
struct HTMLKeepalives {
    private var cards: [KeepaliveTimeline: Card] = [:]
    private var order: [KeepaliveTimeline] = []
    private var leftOut = 0

    /// Settings that are drawn, and places that are named of each.
    private static let cardLimit = 60
    private static let placeLimit = 8

    private struct Card {
        var places: [String] = []
        var count = 0
    }

    mutating func add(_ explanation: LintedExplanation, in file: LintedFile) {
        let timeline = explanation.timeline
        if cards[timeline] == nil {
            guard order.count < Self.cardLimit else {
                leftOut += 1
                return
            }
            order.append(timeline)
        }
        var card = cards[timeline] ?? Card()
        card.count += 1
        if card.places.count < Self.placeLimit {
            card.places.append(
                "<li><span>\(HTMLText.escaped(file.name)):\(explanation.start.line)</span> \(HTMLText.escaped(explanation.object.identity.title)) "
                    + "<code>\(HTMLText.escaped(explanation.path))</code></li>\n")
        }
        cards[timeline] = card
    }

    /// The section of the page; empty where there is nothing to draw.
    var html: String {
        guard !order.isEmpty else { return "" }
        var html =
            """
            <section id="keepalive">
            <h2>Keepalive in time</h2>
            <p class="lead">What the settings without an error come to. Times stand on a logarithmic axis; the dashed line is the first probe.</p>

            """
        for timeline in order { html += card(timeline, cards[timeline] ?? Card()) }
        if leftOut > 0 { html += "<p class=\"muted\">and \(leftOut) more settings that are not drawn</p>\n" }
        return html + "</section>\n"
    }

    private func card(_ timeline: KeepaliveTimeline, _ card: Card) -> String {
        let chance = HTMLText.percentage(timeline.falseDropsPerDay(loss: timeline.packetLoss))
        var html = "<article class=\"keepalive\">\n<dl class=\"figures\">\n"
        for (label, value) in [
            ("first probe", HTMLText.time(Double(timeline.idle))), ("then every", HTMLText.time(Double(timeline.interval))),
            ("probes", "\(timeline.count)"), ("dead peer noticed", HTMLText.time(Double(timeline.detection))),
            ("false drops a day", chance),
        ] {
            html += "<div><dt>\(label)</dt><dd>\(HTMLText.escaped(value))</dd></div>\n"
        }
        html += "</dl>\n<div class=\"drawings\">\n<figure>\n<figcaption>A connection on which nobody speaks</figcaption>\n"
        html +=
            "\(HTMLTimeline(timeline).svg)</figure>\n<figure>\n<figcaption>Healthy connections, idle all day, that are cut within a day</figcaption>\n"
        html += "\(HTMLCurve(timeline).svg)\(others(timeline))</figure>\n</div>\n"
        html += "<ul class=\"places\">\n\(card.places.joined())"
        if card.count > card.places.count { html += "<li class=\"muted\">and \(card.count - card.places.count) more</li>\n" }
        return html + "</ul>\n</article>\n"
    }

    private func others(_ timeline: KeepaliveTimeline) -> String {
        guard timeline.keepalive.userTimeout == nil else { return "" }
        return "<p>Thin lines: \(timeline.count > 1 ? "one probe less, and one more" : "one probe more").</p>\n"
    }
}
