// swift-tools-version: 6.2
import PackageDescription

// Our own overhead against a plain C loop. A package of its own, so that nobody who builds
// fipsmark builds this; the folders that are links are the product's own sources, since what they
// share is of package access.
let swift: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
    name: "fipsmark-benchmarks",
    targets: [
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto"),
        .target(name: "CChild"),
        .target(name: "CGcrypt", dependencies: ["CChild"]),
        .target(name: "CHexadecimal"),
        .target(name: "CJSONText"),
        .target(name: "CKATs"),
        .target(name: "CMemory"),
        .target(name: "CProbes"),
        .target(name: "CLoop", dependencies: ["COpenSSL"]),
        .target(name: "Algorithms", swiftSettings: swift),
        .target(name: "CanonicalJSON", swiftSettings: swift),
        .target(
            name: "Approval", dependencies: ["Algorithms", "CanonicalJSON"], swiftSettings: swift),
        .target(
            name: "OpenSSLModule", dependencies: ["Algorithms", "COpenSSL"], swiftSettings: swift),
        .target(
            name: "GcryptModule", dependencies: ["Algorithms", "CGcrypt"], swiftSettings: swift),
        .target(
            name: "KnownAnswers",
            dependencies: ["Algorithms", "Approval", "CHexadecimal", "CJSONText", "CMemory"],
            swiftSettings: swift),
        .target(name: "BenchRecord", swiftSettings: swift),
        .target(name: "Statistics", swiftSettings: swift),
        .target(
            name: "Throughput",
            dependencies: ["Algorithms", "Approval", "BenchRecord", "CProbes", "Statistics"],
            swiftSettings: swift),
        // Its noise is that of the tests.
        .executableTarget(
            name: "Comparisons", dependencies: ["BenchRecord", "Statistics", "Throughput"],
            swiftSettings: swift),
        .executableTarget(
            name: "Overhead",
            dependencies: [
                "Algorithms", "Approval", "CKATs", "CLoop", "CProbes", "GcryptModule",
                "KnownAnswers", "OpenSSLModule",
            ],
            swiftSettings: swift),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
