import Foundation
import PrivateStore
import Testing

/// All exhibits, examined by one command in one case, and what Caseload says of each.
struct Collection: Sendable {
    let data: String
    private let items: [String: Multiset<Truth.Finding>]
    private let failures: [String: [FailureRecord]]

    @TaskLocal static var current: Collection?

    static let caseReference = "COLLECTION"

    /// Each exhibit's reference in the case is its identifier.
    init(examining exhibits: [Exhibit], in scratch: Scratch) async throws {
        data = scratch.data
        var images: [String] = []
        for exhibit in exhibits { images.append(try await scratch.unpack(exhibit)) }
        let store = ["--data=\(data)"]
        try await Self.check(
            ["examine", "--case=\(Self.caseReference)"] + store + exhibits.map { "--exhibit=\($0.id)" } + images)
        let listing = [Self.caseReference, "--format=jsonl"] + store
        failures = Dictionary(
            grouping: try await Self.check(["failures"] + listing).records(FailureRecord.self), by: \.exhibit)
        items = try await Self.check(["items"] + listing).records(ItemRecord.self).reduce(into: [:]) { items, record in
            for finding in record.findings { items[record.exhibit, default: Multiset()].insert(finding) }
        }
    }

    func findings(of exhibit: Exhibit) -> Multiset<Truth.Finding> {
        items[exhibit.id] ?? Multiset()
    }

    func failures(of exhibit: Exhibit) -> [FailureRecord] {
        failures[exhibit.id] ?? []
    }

    /// The coverage of an exhibit: its classes, each with its bytes.
    func coverage(of exhibit: Exhibit) async throws -> [CoverageRecord] {
        try await Self.check(
            [
                "exhibit", "coverage", Self.caseReference, exhibit.id, "--format=jsonl",
                "--data=\(data)",
            ]
        ).records(CoverageRecord.self)
    }

    @discardableResult
    private static func check(_ arguments: [String]) async throws -> Outcome {
        let outcome = try await Caseload.run(arguments)
        guard outcome.isSuccess else { throw Failed(arguments: arguments.first ?? "", outcome: outcome) }
        return outcome
    }

    struct Failed: Error {
        let arguments: String
        let outcome: Outcome
    }
}

/// Examines the whole collection once for all tests of a suite.
struct ExaminedCollection: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let scratch = try Scratch()
        // Held open, so that it is not started anew for each of some hundred queries.
        let store = try await PrivateStore.open(dataFolder: scratch.data, keeper: Caseload.keeper)
        defer { store.close() }
        let collection = try await Collection(examining: Exhibits.examinable, in: scratch)
        try await Collection.$current.withValue(collection) { try await function() }
    }
}

extension SuiteTrait where Self == ExaminedCollection {
    static var examinedCollection: Self { Self() }
}
