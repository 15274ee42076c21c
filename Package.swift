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

let package = Package(
    name: "sockwarden",
    products: [
    ],
    dependencies: [
    ],
    targets: [
        // The rooms, from the inside out. What may import what: see each target's dependencies.
        room("SocketOptions"),
        room("PolicyManifests", ["SocketOptions", "CLibYAML"]),
        room("PolicyRules", ["SocketOptions", "PolicyManifests"]),
        room("Configuration", ["PolicyManifests", "PolicyRules", "SocketOptions"]),
        room("Admission", ["Configuration", "PolicyRules", "PolicyManifests", "SocketOptions"]),
        room("Linting", ["Admission", "Configuration", "PolicyRules", "PolicyManifests", "SocketOptions"]),
        room("SocketProbe", ["SocketOptions", "CLinuxThread"]),

        // libyaml's events carry end marks and byte offsets, which no Swift YAML package keeps.
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),

        // System calls about one thread's user and capabilities, which Swift cannot make itself.
        .systemLibrary(name: "CLinuxThread"),

        // What tests share: fixtures, temporary folders, processes, tools.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        tests(of: "SocketOptions"),
        tests(of: "PolicyManifests", ["SocketOptions"]),
        tests(of: "PolicyRules", ["PolicyManifests", "SocketOptions"]),
        tests(of: "Configuration", ["PolicyManifests", "PolicyRules", "SocketOptions"]),
        tests(of: "Admission", ["Configuration", "PolicyManifests", "PolicyRules"], exclude: ["Fixtures"]),
        tests(of: "Linting", ["Admission", "Configuration", "PolicyManifests", "PolicyRules", "SocketOptions"]),
        tests(of: "SocketProbe", ["SocketOptions"]),
        // What is predicted held against the kernel, against a running Envoy, and against time and packet loss between two network
        // namespaces.
        .testTarget(name: "KernelAgreementTests", dependencies: ["SocketOptions", "SocketProbe"], swiftSettings: settings),
        // What holds for every input: random mutations of the fixtures, and the same findings from the webhook and the linter.
        .testTarget(
            name: "PropertyTests",
            dependencies: ["Admission", "Configuration", "Linting", "PolicyManifests", "PolicyRules", "TestSupport"],
            exclude: ["Fixtures"],
            swiftSettings: settings),
    ]
)
