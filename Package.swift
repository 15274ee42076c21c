// swift-tools-version: 6.2
import PackageDescription

/// One language for every target: Swift 6, and the upcoming rules that keep imports and existentials honest.
/// `make` sets WARNINGS_AS_ERRORS; a user whose newer compiler warns of something new can still build.
let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (Context.environment["WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)])

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.byName(name: name), "TestSupport"] + dependencies,
        exclude: exclude,
        swiftSettings: settings
    )
}

func proofs(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name + "Tests", dependencies: ["CLinuxCalls"] + dependencies, swiftSettings: settings)
}

let package = Package(
    name: "sockwarden",
    products: [
        .executable(name: "sockwarden", targets: ["sockwarden"])
    ],
    dependencies: [
        // The command's flags, help and completion.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // JSON logs of the webhook through the interface every Swift server package speaks.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // The webhook's HTTP/1.1, and its TLS.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // SIGTERM and orderly shutdown of the webhook.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The rooms, from the inside out. What may import what: see each target's dependencies.
        room("SocketOptions"),
        room("Manifests", ["CLibYAML"]),
        room("PolicyKinds", ["SocketOptions", "Manifests"]),
        room("PolicyRules", ["SocketOptions", "PolicyKinds", "Manifests"]),
        room("Configuration", ["PolicyKinds", "Manifests", "PolicyRules", "SocketOptions"]),
        room("Admission", ["Configuration", "PolicyRules", "PolicyKinds", "Manifests", "SocketOptions"]),
        room(
            "WebhookServer",
            [
                "CHeap",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                // A handshake with itself, in memory.
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        room("Linting", ["Admission", "Configuration", "PolicyRules", "PolicyKinds", "Manifests", "SocketOptions"]),
        room("LanguageServer", ["Linting", "Configuration", "PolicyRules", "PolicyKinds", "Manifests", "SocketOptions"]),
        room("SocketProbe", ["SocketOptions", "CLinuxThread"]),
        .executableTarget(
            name: "sockwarden",
            dependencies: [
                "Admission", "Configuration", "LanguageServer", "Linting", "PolicyKinds", "Manifests", "PolicyRules", "SocketOptions",
                "SocketProbe", "WebhookServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),

        // Inputs that cost more than their bytes are worth, or would, for the benchmark and for the tests.
        .target(
            name: "CostShapes", dependencies: ["Admission", "Configuration", "Linting", "PolicyRules"], path: "Tests/CostShapes",
            swiftSettings: settings),
        // What a review costs, from bytes to answer.
        .executableTarget(
            name: "sockwarden-benchmark",
            dependencies: [
                "Admission", "Configuration", "CostShapes", "LanguageServer", "Linting", "Manifests", "PolicyKinds", "PolicyRules",
            ],
            path: "Tests/Benchmark", swiftSettings: settings),
        // What TLS, HTTP and the kernel cost by themselves, beside which the webhook is put under load.
        .executableTarget(
            name: "constant-server",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Tests/Load/ConstantServer", swiftSettings: settings),

        // libyaml's events carry end marks and byte offsets, which no Swift YAML package keeps.
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),

        // System calls about one thread's user and capabilities, which Swift cannot make itself.
        .systemLibrary(name: "CLinuxThread"),

        // How glibc's heap gives memory back.
        .systemLibrary(name: "CHeap"),

        // What tests share: fixtures, temporary folders, processes, tools.
        .target(name: "TestSupport", dependencies: ["CLinuxCalls"], path: "Tests/TestSupport", swiftSettings: settings),
        // A TLS peer that shares no code with the BoringSSL inside swift-nio-ssl.
        .systemLibrary(name: "COpenSSL", path: "Tests/COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        tests(of: "SocketOptions"),
        tests(of: "Manifests"),
        tests(of: "PolicyKinds", ["SocketOptions", "Manifests"]),
        tests(of: "PolicyRules", ["PolicyKinds", "Manifests", "SocketOptions"]),
        tests(of: "Configuration", ["PolicyKinds", "Manifests", "PolicyRules", "SocketOptions"]),
        tests(of: "Admission", ["Configuration", "PolicyKinds", "Manifests", "PolicyRules"], exclude: ["Fixtures"]),
        tests(
            of: "WebhookServer",
            [
                "COpenSSL",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        // Renders the chart, and runs the built command with what it hands over.
        .testTarget(
            name: "ChartTests", dependencies: ["PolicyKinds", "sockwarden", "TestSupport"], exclude: ["Tool"], swiftSettings: settings),
        // Policies of every kind with the mistakes that have fixes, for the linter's tests and for Envoy.
        .target(
            name: "MangledPolicies", dependencies: ["Manifests", "PolicyKinds", "SocketOptions", "TestSupport"],
            path: "Tests/MangledPolicies", swiftSettings: settings),
        tests(
            of: "Linting",
            ["Admission", "Configuration", "MangledPolicies", "PolicyKinds", "Manifests", "PolicyRules", "SocketOptions"],
            exclude: ["Reports/Golden", "Reports/Readers"]),
        // Puts a client of another's make before the built command.
        tests(
            of: "LanguageServer",
            ["Configuration", "MangledPolicies", "Manifests", "PolicyKinds", "PolicyRules", "SocketOptions", "sockwarden"],
            exclude: ["Client"]),
        // Runs the built command.
        .testTarget(name: "SockwardenTests", dependencies: ["sockwarden", "TestSupport"], exclude: ["Tool"], swiftSettings: settings),
        tests(of: "SocketProbe", ["SocketOptions"]),
        // What is predicted held against the kernel, against a running Envoy, and against time and packet loss between two network
        // namespaces.
        .testTarget(name: "KernelAgreementTests", dependencies: ["SocketOptions", "SocketProbe"], swiftSettings: settings),
        .systemLibrary(name: "CLinuxCalls", path: "Tests/CLinuxCalls"),
        proofs(
            "EnvoyAgreement",
            ["Configuration", "Linting", "MangledPolicies", "SocketOptions", "PolicyKinds", "Manifests", "PolicyRules", "TestSupport"]),
        proofs("Network", ["PolicyRules", "TestSupport"]),
        // A sender's bytes and their cost in proportion, shape by shape.
        .testTarget(name: "GrowthTests", dependencies: ["CostShapes"], swiftSettings: settings),
        // What holds for every input: random mutations of the fixtures, and the same findings from the webhook and the linter.
        .testTarget(
            name: "PropertyTests",
            dependencies: ["Admission", "Configuration", "Linting", "PolicyKinds", "Manifests", "PolicyRules", "TestSupport"],
            exclude: ["Fixtures"],
            swiftSettings: settings),
    ]
)
