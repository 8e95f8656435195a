// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "caseload-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "caseload", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    ],
    targets: [
        .target(name: "CReaper"),
        .executableTarget(
            name: "ExaminationBenchmark",
            dependencies: ["CReaper", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: strict),
        .executableTarget(
            name: "DigestBenchmark",
            dependencies: [
                .product(name: "Digests", package: "caseload"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .systemLibrary(name: "CEWF", providers: [.apt(["libewf-dev"])]),
        .executableTarget(
            name: "ImageBenchmark",
            dependencies: [
                "CEWF", .product(name: "Evidence", package: "caseload"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
    ]
)
