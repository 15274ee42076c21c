import Foundation
import Testing

/// The arithmetic of keepalive against the clock and against packet loss, between two network namespaces. It waits on real time, for
/// that is what it measures: about two minutes.
@Suite(.serialized, .enabled(if: isNetworkTestWanted, "needs root and SOCKWARDEN_TEST_NETWORK=1: `make test-network`"))
struct NetworkTests {}

private let isNetworkTestWanted = geteuid() == 0 && ProcessInfo.processInfo.environment["SOCKWARDEN_TEST_NETWORK"] == "1"
