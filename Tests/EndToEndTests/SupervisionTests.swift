import Foundation
import Testing

/// What supervisors type, and what they are told.
@Suite("Supervision", .timeLimit(.minutes(15)))
struct SupervisionTests {
    private static let laptop = Exhibits.fixtures.appending(path: "demo/laptop.E01").path

    @Test("a case's risk, due date, people and reviews are changed and shown by the command line")
    func cases() async throws {
        let scratch = try Scratch()
        func run(_ arguments: String...) async throws -> Outcome {
            try await Caseload.run(arguments + ["--format=jsonl", "--data=\(scratch.data)"])
        }
        let unreasoned = try await run("case", "create", "C", "--risk=high")
        #expect(unreasoned.exitCode == 64 && unreasoned.errors.contains("--reason"))
        let made = try await run("case", "create", "C", "--due=2026-12-01", "--assign=anna", "--assign=ben")
        #expect(made.isSuccess, "\(made)")

        #expect(try await run("case", "update", "C").exitCode == 64)
        #expect(try await run("case", "update", "C", "--due=2026-02-30").exitCode == 64)
        let unfounded = try await run("case", "update", "C", "--risk=very-high")
        #expect(unfounded.exitCode == 65 && unfounded.errors.contains("--reason"), "\(unfounded)")
        let updated = try await run(
            "case", "update", "C", "--risk=very-high", "--reason=a child", "--due=none", "--unassign=ben")
        #expect(updated.isSuccess)
        #expect(
            updated.errors.split(separator: "\n") == [
                "risk: medium → very-high", "reason: – → a child", "due: 2026-12-01 → –", "no longer assigned: ben",
            ])
        for (decision, reviewer) in [("laptop first", nil), ("phones", "--reviewer=dora")] {
            let arguments = ["case", "review", "C", "--decision=\(decision)", "--data=\(scratch.data)"]
            #expect(try await Caseload.run(arguments + [reviewer].compactMap(\.self)).isSuccess)
        }
        let shown = try #require(try await run("case", "show", "C").records(ShownCase.self).first)
        #expect(shown.risk == "very-high" && shown.reason == "a child" && shown.due == nil)
        #expect(shown.assigned == ["anna"] && shown.reviewer == "dora" && shown.decision == "phones")
        #expect(shown.reviews.map(\.reviewer) == ["dora", NSUserName()])
    }

    @Test("the queue lists open cases by risk, says what is past its limit, and ends with 3 only then")
    func queue() async throws {
        let scratch = try Scratch()
        func run(_ arguments: String...) async throws -> Outcome {
            try await Caseload.run(arguments + ["--data=\(scratch.data)"])
        }
        _ = try await run("case", "create", "LOW", "--risk=low")
        _ = try await run("case", "create", "HIGH", "--risk=high", "--reason=r", "--due=2999-01-01")
        _ = try await run("case", "create", "CLOSED")
        _ = try await run("case", "close", "CLOSED")
        #expect(try await run("exhibit", "add", "LOW", Self.laptop).isSuccess)
        let queue = try await run("queue", "--format=jsonl").records(QueuedCase.self)
        #expect(queue.map(\.case) == ["HIGH", "LOW"])
        #expect(queue.map(\.exhibitsWaiting) == [0, 1] && queue.map(\.daysWaiting) == [nil, 0])
        #expect(queue.map(\.share) == [nil, 0] && queue.map(\.estimatedFinish) == [nil, nil])

        let kept = try await run("queue", "--breaches")
        #expect(kept.exitCode == 0 && kept.output.isEmpty && kept.errors.contains("No case"), "\(kept)")
        #expect(try await run("queue", "--days-waiting=0").exitCode == 64)
        let waiting = try await run("queue", "--breaches", "--days-waiting=0", "--format=jsonl")
        #expect(waiting.exitCode == 3, "\(waiting)")
        #expect(try waiting.records(BreachedLimit.self).map { "\($0.case) \($0.breach)" } == ["LOW waiting"])
        let unseen = try await run("queue", "--breaches", "--days-without-review=0", "--format=jsonl")
        #expect(unseen.exitCode == 3)
        #expect(
            try unseen.records(BreachedLimit.self).map { "\($0.case) \($0.breach)" } == ["HIGH review", "LOW review"])
        _ = try await run("case", "update", "HIGH", "--due=2026-01-01")
        let overdue = try await run("queue", "--breaches", "--format=jsonl")
        #expect(overdue.exitCode == 3)
        #expect(try overdue.records(BreachedLimit.self).map { "\($0.case) \($0.breach)" } == ["HIGH due"])
    }

    @Test("exhibits are added as examine takes them, several at once, and a closed case takes none")
    func exhibits() async throws {
        let scratch = try Scratch()
        let (small, store) = (try await scratch.unpack(Exhibits.named("own-small.raw")), ["--data=\(scratch.data)"])
        func add(_ arguments: String...) async throws -> Outcome {
            try await Caseload.run(["exhibit", "add"] + arguments + ["--format=jsonl"] + store)
        }
        #expect(try await add("C", small).exitCode == 65)
        _ = try await Caseload.run(["case", "create", "C"] + store)
        for refused in [
            ["C", small, small], ["C", small, Self.laptop, "--exhibit=one"], ["C"],
            ["C", small, Self.laptop, "--verify=md5:d41d8cd98f00b204e9800998ecf8427e"],
        ] { #expect(try await Caseload.run(["exhibit", "add"] + refused + store).exitCode == 64) }
        for refused in [["C", small, small, "--exhibit=1", "--exhibit=2"], ["C", small, "/nowhere.raw"]] {
            #expect(try await Caseload.run(["exhibit", "add"] + refused + store).exitCode == 65)
        }
        #expect(try await Caseload.run(["exhibit", "list", "C", "--format=jsonl"] + store).output.isEmpty)

        let known = Exhibits.fixtures.appending(path: "demo/known.json").path
        let added = try await add("C", small, Self.laptop, "--verify=none", "--hash-set=\(known)=x")
        #expect(added.isSuccess && added.errors.contains("caseload examine --case C"), "\(added)")
        let exhibits = try added.records(AddedExhibit.self)
        #expect(exhibits.map(\.state) == ["registered", "registered"])
        #expect(exhibits.allSatisfy { $0.options["verify"] == "none" && $0.options["hash-sets"]?.count == 64 })
        let again = try await add("C", small, "--verify=none")
        #expect(again.isSuccess && again.errors.contains("was registered before"), "\(again)")
        let otherwise = try await add("C", small, "--verify=all")
        #expect(otherwise.exitCode == 65 && otherwise.errors.contains("--anew"), "\(otherwise)")
        #expect(try await add("C", small, "--verify=all", "--anew").isSuccess)

        _ = try await Caseload.run(["case", "close", "C"] + store)
        let closed = try await add("C", Self.laptop, "--exhibit=other")
        #expect(closed.exitCode == 65 && closed.errors.contains("--reopen"), "\(closed)")
        let watched = try await Caseload.run(["case", "status", "C", "--watch"] + store)
        #expect(watched.isSuccess && watched.output.contains("the case is closed"), "\(watched)")
    }

    @Test("a plan says that too little is recorded where it is")
    func plan() async throws {
        let scratch = try Scratch()
        let store = ["--data=\(scratch.data)"]
        _ = try await Caseload.run(["case", "create", "C"] + store)
        let plan = try await Caseload.run(["plan", "--devices-per-day=2.5", "--format=jsonl"] + store)
        let record = try #require(try plan.records(PlannedCapacity.self).first)
        #expect(plan.isSuccess && record.suffices == nil && record.answer.contains("Too little is recorded"), "\(plan)")
        #expect(record.devicesPerDay == 2.5 && record.examinersNeeded == nil && record.bottleneck == nil)
        for wrong in [["--devices-per-day=0"], [], ["--devices-per-day=1", "--days=0"]] {
            #expect(try await Caseload.run(["plan"] + wrong + store).exitCode == 64)
        }
    }

    @Test("a case that is watched is shown until all is examined, in lines and as records")
    func watched() async throws {
        let scratch = try Scratch()
        let store = ["--data=\(scratch.data)"]
        _ = try await Caseload.run(["case", "create", "C"] + store)
        _ = try await Caseload.run(["exhibit", "add", "C", Self.laptop] + store)
        async let lines = Caseload.run(["case", "status", "C", "--watch"] + store)
        async let records = Caseload.run(["case", "status", "C", "--watch", "--format=jsonl"] + store)
        let examined = try await Caseload.run(["examine", Self.laptop, "--case=C"] + store)
        #expect(examined.isSuccess, "\(examined)")
        let (shown, told) = try await (lines, records)
        #expect(shown.isSuccess && shown.output.contains("C: 1 of 1 exhibits done, 100.0 %"), "\(shown)")
        let states = try told.records(WatchedExhibit.self)
        #expect(told.isSuccess && states.last?.state == "done" && states.last?.share == 1, "\(told)")
        let now = try await Caseload.run(["case", "status", "C", "--format=jsonl"] + store).records(WatchedExhibit.self)
        #expect(now.map(\.exhibit) == ["laptop.E01"] && now.first?.bytesLeft == 0 && now.first?.finished != nil)
    }
}

private struct ShownCase: Decodable {
    let risk: String
    let reason, due, reviewer, decision: String?
    let assigned: [String]
    let reviews: [Review]

    struct Review: Decodable { let reviewer: String }
}

private struct AddedExhibit: Decodable {
    let state: String
    let options: [String: String]
}

private struct PlannedCapacity: Decodable {
    let answer: String
    let suffices: Bool?
    let bottleneck: String?
    let devicesPerDay: Double
    let examinersNeeded: Int64?
}

private struct QueuedCase: Decodable {
    let `case`: String
    let exhibitsWaiting: Int
    let daysWaiting: Int?
    let share: Double?
    let estimatedFinish: String?
}

private struct BreachedLimit: Decodable {
    let `case`: String
    let breach: String
    let limitDays: Int
}

private struct WatchedExhibit: Decodable {
    let exhibit: String
    let state: String
    let share: Double
    let bytesLeft: Int64
    let finished: String?
}
