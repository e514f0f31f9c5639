// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // Span in a struct and Span as a result: one vector's fields are lent, never copied.
    .enableExperimentalFeature("Lifetimes"),
]

/// Everything but the two C bindings and the one place that reads the embedded files.
let safe = strict + [.strictMemorySafety()]

/// What runs once and not once a case. The executable of nodes has a limit of size, and compiled
/// for size these are a sixth smaller.
let small: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]

let package = Package(
    name: "fipsmark",
    products: [
        .executable(name: "fipsmark", targets: ["fipsmark"]),
        .executable(name: "fipsmark-evidence", targets: ["fipsmark-evidence"]),
        .executable(name: "fipsmark-fleet", targets: ["fipsmark-fleet"]),
        .executable(name: "fipsmark-history", targets: ["fipsmark-history"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        // fipsmark-history alone: it brings all of Foundation, which the node's executable must not.
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        // fipsmark-fleet alone: the scopes are YAML, and it brings all of Foundation too.
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "CChild"),
        .target(name: "CCompression"),
        .target(name: "CEvidence"),
        .target(name: "CGcrypt", dependencies: ["CChild"]),
        .target(name: "CHexadecimal"),
        .target(name: "CJSONText"),
        .target(name: "CKATs"),
        .target(name: "CKernel"),
        .target(name: "CMemory"),
        .target(name: "CPolicy"),
        .target(name: "CProbes"),
        .target(name: "CRuntime"),
        .target(name: "CTrials", dependencies: ["CChild", "COpenSSL"]),

        .target(name: "Algorithms", swiftSettings: safe + small),
        .target(name: "CanonicalJSON", swiftSettings: safe + small),
        .target(
            name: "Approval", dependencies: ["Algorithms", "CanonicalJSON"],
            swiftSettings: safe + small),
        .target(
            name: "OpenSSLModule", dependencies: ["Algorithms", "COpenSSL"], swiftSettings: strict),
        .target(
            name: "GcryptModule", dependencies: ["Algorithms", "CGcrypt"],
            swiftSettings: strict + small),
        .target(
            name: "KernelModule", dependencies: ["Algorithms", "CKernel"],
            swiftSettings: strict + small),
        .target(
            name: "KnownAnswers",
            dependencies: ["Algorithms", "Approval", "CHexadecimal", "CJSONText", "CMemory"],
            swiftSettings: safe),
        .target(
            name: "NodeChecks", dependencies: ["Algorithms", "Approval"],
            swiftSettings: safe + small),
        .target(name: "BenchRecord", swiftSettings: safe + small),
        .target(
            name: "BenchExports", dependencies: ["BenchRecord"], swiftSettings: safe),
        .target(name: "Statistics", swiftSettings: safe + small),
        .target(name: "ChangePoints", dependencies: ["Statistics"], swiftSettings: safe),
        .target(
            name: "HistoryPlots", dependencies: ["BenchRecord"], swiftSettings: safe
        ),
        .target(
            name: "History",
            dependencies: [
                "BenchExports", "BenchRecord", "ChangePoints", "Statistics",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "Throughput",
            dependencies: ["Algorithms", "Approval", "BenchRecord", "CProbes", "Statistics"],
            swiftSettings: safe + small),
        .target(name: "VectorFiles", dependencies: ["CCompression"], swiftSettings: safe + small),
        .target(
            name: "Reports",
            dependencies: [
                "Algorithms", "Approval", "BenchRecord", "CanonicalJSON", "KnownAnswers",
                "NodeChecks", "Throughput",
            ],
            exclude: ["accept.schema.json", "results.schema.json"], swiftSettings: safe + small),
        .target(
            name: "Wrapper", dependencies: ["Algorithms", "Approval"], swiftSettings: safe + small),
        .target(name: "Markup", swiftSettings: safe + small),
        .target(
            name: "Evidence",
            dependencies: ["Algorithms", "Approval", "BenchRecord", "CanonicalJSON", "Markup"],
            swiftSettings: safe + small),
        .target(
            name: "EvidenceSigning", dependencies: ["Algorithms", "Evidence", "OpenSSLModule"],
            swiftSettings: safe + small),
        .target(
            name: "CommandSupport",
            dependencies: [
                "Algorithms", "Approval", "CPolicy", "CRuntime", "OpenSSLModule",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict + small),
        .executableTarget(
            name: "fipsmark",
            dependencies: [
                "Algorithms", "Approval", "BenchRecord", "CKATs", "CRuntime", "CTrials",
                "CanonicalJSON", "CommandSupport", "GcryptModule", "KernelModule", "KnownAnswers",
                "NodeChecks", "OpenSSLModule", "Reports", "Throughput", "VectorFiles", "Wrapper",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict + small),
        .executableTarget(
            name: "fipsmark-evidence",
            dependencies: [
                "Algorithms", "Approval", "BenchRecord", "CEvidence", "CRuntime", "CanonicalJSON",
                "ChangePoints", "CommandSupport", "Evidence", "EvidenceSigning", "OpenSSLModule",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict + small),
        .target(
            name: "Fleet",
            dependencies: [
                "Approval", "BenchRecord", "CCompression", "CanonicalJSON", "Evidence", "Markup",
                "Statistics",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "fipsmark-fleet",
            dependencies: [
                "Algorithms", "Approval", "BenchRecord", "CRuntime", "CanonicalJSON",
                "CommandSupport", "Evidence",
                "EvidenceSigning", "Fleet", "OpenSSLModule",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "fipsmark-history",
            dependencies: [
                "BenchExports", "BenchRecord", "ChangePoints", "History", "HistoryPlots",
                "Statistics",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        .testTarget(
            name: "ApprovalTests", dependencies: ["Algorithms", "Approval"], swiftSettings: strict),
        .testTarget(
            name: "OpenSSLModuleTests", dependencies: ["Algorithms", "COpenSSL", "OpenSSLModule"],
            swiftSettings: strict),
        .testTarget(
            name: "GcryptModuleTests", dependencies: ["Algorithms", "CGcrypt", "GcryptModule"],
            swiftSettings: strict),
        .testTarget(
            name: "KernelModuleTests", dependencies: ["Algorithms", "CKernel", "KernelModule"],
            swiftSettings: strict),
        .testTarget(
            name: "KnownAnswersTests",
            dependencies: [
                "Algorithms", "Approval", "GcryptModule", "KnownAnswers", "OpenSSLModule",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ThroughputTests",
            dependencies: ["Algorithms", "Approval", "BenchRecord", "Throughput"],
            swiftSettings: strict),
        .testTarget(
            name: "NodeChecksTests", dependencies: ["Algorithms", "Approval", "NodeChecks"],
            swiftSettings: strict),
        .testTarget(
            name: "ReportsTests",
            dependencies: [
                "Algorithms", "Approval", "BenchRecord", "CanonicalJSON", "KnownAnswers",
                "NodeChecks", "Reports", "Throughput",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "StatisticsTests", dependencies: ["Statistics"], swiftSettings: strict),
        .testTarget(
            name: "ChangePointsTests", dependencies: ["ChangePoints"], swiftSettings: strict),
        .testTarget(
            name: "BenchExportsTests", dependencies: ["BenchExports", "BenchRecord"],
            swiftSettings: strict),
        .testTarget(
            name: "HistoryTests",
            dependencies: [
                "BenchExports", "BenchRecord", "ChangePoints", "History", "HistoryPlots",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EvidenceTests",
            dependencies: [
                "Approval", "CEvidence", "COpenSSL", "CPolicy", "CanonicalJSON", "CommandSupport",
                "Evidence",
                "EvidenceSigning", "Markup", "OpenSSLModule",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "FleetTests",
            dependencies: [
                "Approval", "BenchRecord", "CEvidence", "CPolicy", "CanonicalJSON", "Evidence",
                "EvidenceSigning", "Fleet", "OpenSSLModule", "fipsmark-fleet",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "VectorFilesTests", dependencies: ["VectorFiles"], swiftSettings: strict),
        .testTarget(
            name: "WrapperTests",
            dependencies: ["Algorithms", "Approval", "OpenSSLModule", "Wrapper"],
            swiftSettings: strict),
        .testTarget(
            name: "CLITests", exclude: ["algorithms.golden"], swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
