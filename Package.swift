// swift-tools-version: 6.2
import PackageDescription

/// The one target whose tests scripts/mutate builds; what a mutation leaves unused is no error there.
let mutated = Context.environment["CASELOAD_MUTATED"]

let strict: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(),
    ] + (mutated == nil ? [.treatAllWarnings(as: .error)] : [])

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let grpc: [Target.Dependency] = [
    .product(name: "GRPCCore", package: "grpc-swift-2"),
    .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
    .product(name: "GRPCProtobuf", package: "grpc-swift-protobuf"),
    .product(name: "SwiftProtobuf", package: "swift-protobuf"),
]

let tls: [Target.Dependency] = [
    .product(name: "NIOCertificateReloading", package: "swift-nio-extras"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
    .product(name: "X509", package: "swift-certificates"),
]

/// A target of ours: strict, and nothing else to say.
func ours(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

/// The tests of a target of ours, under the same strictness.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "caseload",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "caseload", targets: ["caseload"]),
        // What the benchmarks measure by itself.
        .library(name: "Digests", targets: ["Digests", "Findings"]),
        .library(name: "Evidence", targets: ["Evidence", "Findings"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.0"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.0"),
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.0"),
        .package(url: "https://github.com/grpc/grpc-swift-protobuf", from: "2.4.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Plain values, no C.
        ours("Findings"),
        ours("Shards", ["Findings"]),
        // Evidence and what is known: each C library behind one target.
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CTSK", pkgConfig: "tsk", providers: [.apt(["libtsk-dev"])]),
        .target(name: "CDigestKernels", cSettings: [.unsafeFlags(["-O3"])]),
        ours("Digests", ["CDigestKernels", "COpenSSL", "Findings"]),
        ours("Evidence", ["CDeflate", "CTSK", "Digests", "Findings"]),
        ours("FileTypes"),
        ours("FileHashing", ["Digests", "Findings", "Processes"]),
        ours("HashSets", ["CSQLite", "Digests", "Findings"]),
        ours("Examination", ["Digests", "Evidence", "FileTypes", "Findings", "HashSets", "Shards"]),
        // The store.
        ours("CaseStore", ["CPostgres", "Digests", "Findings", "Shards"]),
        ours("PrivateStore", [logging, subprocess]),
        ours("Reporting", ["Findings"]),
        // Who may speak to whom.
        ours(
            "Authority",
            [
                "Findings", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]),
        // Child processes.
        .target(name: "CProcess"),
        ours("Processes", ["CProcess"]),
        // Whether a host can do its work.
        ours("Doctor", ["Authority", "CaseStore", "PrivateStore", "Processes", "Reporting"]),
        // What operators see of a running process: its log, its health, its metrics. The one target that speaks HTTP.
        ours(
            "Telemetry",
            [
                "Findings", "Processes", "Reporting", logging, lifecycle, metrics,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
            ]),
        // The cluster. The generated code of its protocol is not ours to make strict.
        .target(name: "ClusterProtocol", dependencies: grpc, exclude: ["caseload.proto"]),
        ours(
            "Cluster",
            [
                "Authority", "CaseStore", "ClusterProtocol", "Examination", "Findings", "HashSets", "Processes",
                "Shards",
                logging, lifecycle, metrics, subprocess,
            ]
                + grpc + tls),
        .executableTarget(
            name: "caseload",
            dependencies: [
                "Authority", "CaseStore", "Cluster", "Digests", "Doctor", "Evidence", "FileHashing", "Findings",
                "HashSets", "PrivateStore", "Processes", "Reporting", "Shards", "Telemetry",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                lifecycle, logging, signals,
            ],
            swiftSettings: strict,
            // What an examination's method names the program by.
            linkerSettings: [.unsafeFlags(["-Xlinker", "--build-id=sha1"], .when(platforms: [.linux]))]),
        // A program that uses a private store, for tests that kill such programs.
        .executableTarget(
            name: "private-store-probe", dependencies: ["PrivateStore"], path: "Tests/PrivateStoreProbe",
            swiftSettings: strict),
        // A program that tries what an examiner must not do.
        .executableTarget(
            name: "confinement-probe", dependencies: ["CProcess"], path: "Tests/ConfinementProbe"),
        // A program that pretends to be an examiner and hands in what it likes.
        .executableTarget(
            name: "rogue-examiner",
            dependencies: [
                "ClusterProtocol", "Processes", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Tests/RogueExaminer", swiftSettings: strict),
        // A program that reads an image here and there and says what it needs for it.
        .executableTarget(
            name: "image-probe", dependencies: ["Evidence", "Findings", "TestSupport"], path: "Tests/ImageProbe",
            swiftSettings: strict),
        // A program that measures a coordinator and PostgreSQL under many workers (scripts/bench cluster).
        .executableTarget(
            name: "cluster-benchmark",
            dependencies: [
                "ClusterProtocol", "PrivateStore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRPCCore", package: "grpc-swift-2"),
                .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Benchmarks/Sources/ClusterBenchmark", swiftSettings: strict),
        // What several targets' tests work with.
        ours("TestSupport", path: "Tests/TestSupport"),
        tests("AuthorityTests", ["Authority", "Findings"]),
        tests(
            "CaseStoreTests",
            ["CaseStore", "Digests", "Findings", "PrivateStore", "Shards", "private-store-probe"],
            exclude: ["mutations.tsv"]),
        tests(
            "ClusterTests",
            [
                "Authority", "CaseStore", "Cluster", "ClusterProtocol", "Findings", "HashSets", "PrivateStore",
                "Shards",
                logging, lifecycle, metrics, "private-store-probe", "rogue-examiner",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["mutations.tsv"]),
        tests("DigestsTests", ["COpenSSL", "Digests", "Findings"]),
        tests("DoctorTests", ["CaseStore", "Doctor", "Processes"]),
        // The program itself is built for these, and run as people run it.
        tests(
            "EndToEndTests",
            ["Authority", "caseload", "Cluster", "ClusterProtocol", "PrivateStore", logging, metrics, subprocess] + grpc
        ),
        tests("EvidenceTests", ["CTSK", "Digests", "Evidence", "Findings", "image-probe"]),
        tests("ExaminationTests", ["Digests", "Evidence", "Examination", "Findings", "HashSets"]),
        tests("FileHashingTests", ["FileHashing", "Findings"]),
        tests("FileTypesTests", ["FileTypes"]),
        tests("HashSetsTests", ["CSQLite", "Digests", "Findings", "HashSets"]),
        tests("PrivateStoreTests", ["PrivateStore", "private-store-probe"]),
        tests("ProcessesTests", ["Processes", "confinement-probe"]),
        tests("ReportingTests", ["Findings", "Reporting"]),
        tests("ShardsTests", ["Findings", "Shards"], exclude: ["mutations.tsv"]),
        tests("TelemetryTests", ["Telemetry", logging, metrics]),
    ]
)

if let mutated {
    var (needed, rest): (Set<String>, [String]) = ([mutated], [mutated])
    while let name = rest.popLast() {
        for case .byNameItem(let other, _) in package.targets.first(where: { $0.name == name })?.dependencies ?? []
        where needed.insert(other).inserted { rest.append(other) }
    }
    package.targets.removeAll { !needed.contains($0.name) }
    package.products = []
}
