// swift-tools-version: 6.2
import PackageDescription

// Fuzz targets of every reader (CONTRIBUTING.md, Commands). A package of its own, so that nobody
// who builds fipsmark builds this; the folders that are links are the product's own sources, since
// what they share is of package access. All of it is built with coverage and AddressSanitizer.
let swift: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
    .unsafeFlags(["-sanitize=fuzzer,address", "-g"]),
]

let c: [CSetting] = [.unsafeFlags(["-fsanitize=fuzzer-no-link,address", "-g"])]

let package = Package(
    name: "fipsmark-fuzzing",
    targets: [
        .target(name: "CCompression", cSettings: c),
        .target(name: "CHexadecimal", cSettings: c),
        .target(name: "CJSONText", cSettings: c),
        .target(name: "CMemory", cSettings: c),
        .target(name: "CProbes", cSettings: c),
        .target(name: "BenchRecord", swiftSettings: swift),
        .target(name: "Statistics", swiftSettings: swift),
        .target(name: "Algorithms", swiftSettings: swift),
        .target(name: "CanonicalJSON", swiftSettings: swift),
        .target(
            name: "Approval", dependencies: ["Algorithms", "CanonicalJSON"], swiftSettings: swift),
        .target(
            name: "KnownAnswers",
            dependencies: ["Algorithms", "Approval", "CHexadecimal", "CJSONText", "CMemory"],
            swiftSettings: swift),
        .target(
            name: "NodeChecks", dependencies: ["Algorithms", "Approval"], swiftSettings: swift),
        .target(
            name: "Throughput",
            dependencies: ["Algorithms", "Approval", "BenchRecord", "CProbes", "Statistics"],
            swiftSettings: swift),
        .target(
            name: "Reports",
            dependencies: [
                "Algorithms", "Approval", "BenchRecord", "CanonicalJSON", "KnownAnswers",
                "NodeChecks", "Throughput",
            ],
            exclude: ["accept.schema.json", "results.schema.json"], swiftSettings: swift),
        .target(name: "Markup", swiftSettings: swift),
        .target(
            name: "Evidence",
            dependencies: ["Algorithms", "Approval", "BenchRecord", "CanonicalJSON", "Markup"],
            swiftSettings: swift),
        .target(name: "VectorFiles", dependencies: ["CCompression"], swiftSettings: swift),
        .target(name: "Wrapper", dependencies: ["Algorithms", "Approval"], swiftSettings: swift),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Algorithms", "Approval", "CanonicalJSON", "Evidence", "KnownAnswers", "Reports",
                "VectorFiles", "Wrapper",
            ],
            swiftSettings: swift),
        // Of C, since libFuzzer has the main function and SwiftPM wants one of Swift's in Swift.
        .executableTarget(
            name: "Fuzz", dependencies: ["FuzzTargets"], cSettings: c,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
