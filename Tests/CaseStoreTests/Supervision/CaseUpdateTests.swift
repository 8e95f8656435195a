import Foundation
import Testing

@testable import CaseStore

@Suite("Cases that are supervised")
struct CaseUpdateTests {
    private static func change(_ risk: RiskGrade? = nil, reason: String? = nil) -> CaseChange {
        var change = CaseChange()
        (change.risk, change.reason) = (risk, reason)
        return change
    }

    @Test("keep their terms as they were made and as they are changed")
    func terms() async throws {
        try await TestServer.withStore { store in
            var made = Self.change(.high, reason: "O'Neill \\ \u{1F50D}")
            (made.title, made.due, made.assigned) = ("t", .on(try #require(Day("2026-12-01"))), ["ü", "a\"b,c}", "b"])
            #expect(try await store.createCase("A", made).isNew)
            let terms = try made.applied(to: CaseTerms())
            #expect(try await store.findCase("A").terms == terms)

            var change = Self.change(.low)
            (change.due, change.assigned, change.unassigned) = (.never, ["z"], ["ü", "b"])
            let (old, new) = try await store.update("A", change)
            #expect(try old == terms && new == change.applied(to: terms))
            #expect(try await store.findCase("A").terms == new)
            #expect(try await store.cases().map(\.terms) == [new])
        }
    }

    @Test("are of medium risk where nobody says otherwise, and left alone when they are made again")
    func defaults() async throws {
        try await TestServer.withStore { store in
            #expect(try await store.createCase("A").isNew)
            #expect(try await store.createCase("A", Self.change(.low)).isNew == false)
            let record = try await store.findCase("A")
            #expect(record.terms == CaseTerms() && record.terms.risk == .medium)
            #expect(record.lastReview == nil && record.reviewCount == 0)
        }
    }

    @Test("change in nothing when one thing is refused, and are not made with a high risk that has no reason")
    func refused() async throws {
        try await TestServer.withStore { store in
            await #expect(throws: StoreError.self) { try await store.createCase("A", Self.change(.high)) }
            #expect(try await store.cases().isEmpty)
            _ = try await store.createCase("A")
            var change = Self.change(.low)
            change.unassigned = ["nobody"]
            await #expect(throws: StoreError.self) { try await store.update("A", change) }
            #expect(try await store.findCase("A").terms == CaseTerms())
            let missing = await #expect(throws: StoreError.self) { try await store.update("B", Self.change(.low)) }
            #expect(missing?.reason == .notFound)
        }
    }

    @Test("remember who has looked and what was decided, the newest first")
    func reviews() async throws {
        try await TestServer.withStore { store in
            _ = try await store.createCase("A")
            _ = try await store.createCase("B")
            try await store.review("A", by: "anna", decision: "first")
            try await store.review("A", by: "ben", decision: "second")
            #expect(try await store.reviews(of: "A").map(\.decision) == ["second", "first"])
            let record = try await store.findCase("A")
            #expect(record.lastReview?.reviewer == "ben" && record.reviewCount == 2)
            #expect(try await store.reviews(of: "A").first == record.lastReview)
            #expect(try await store.reviews(of: "B").isEmpty)
            let missing = await #expect(throws: StoreError.self) {
                try await store.review("C", by: "anna", decision: "x")
            }
            #expect(missing?.reason == .notFound)
        }
    }
}
