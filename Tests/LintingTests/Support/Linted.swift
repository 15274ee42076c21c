import Configuration
import PolicyRules
import Testing

@testable import Linting

/// A run of the linter over texts that stand in no file, quiet about what every bare policy with raw options gets.
func lint(_ texts: String...) throws -> LintRun {
    var settings = Settings()
    settings.rules.byCode = ["SW213": .off, "SW401": .off]
    let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
    let files = texts.enumerated().map { index, text in
        LintedFile(name: "\(index + 1).yaml", source: Array(text.utf8), settings: settings, day: day)
    }
    return LintRun(files: files)
}

/// A policy with a keepalive of macOS's numbers, in a single line of options.
let foreign = """
    apiVersion: gateway.kgateway.dev/v1alpha1
    kind: ListenerPolicy
    metadata: {name: p, namespace: edge}
    spec:
      targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
      socketOptions:
      - {description: enable keepalive, level: 65535, name: 8, intValue: 1}
      - {description: idle time, level: 6, name: 4, intValue: 60}
      - {description: interval, level: 6, name: 5, intValue: 20}
      - {description: number of probes, level: 6, name: 6, intValue: 2}

    """
