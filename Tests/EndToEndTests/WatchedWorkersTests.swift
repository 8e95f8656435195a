import Glibc
import PrivateStore
import Testing

@Suite("Workers that are watched", .timeLimit(.minutes(15)))
struct WatchedWorkersTests {
    @Test("are shown whenever they change, in lines and as records, until somebody has seen enough")
    func watched() async throws {
        let scratch = try Scratch()
        let made = try await Caseload.run(["database", "create", "--data=\(scratch.data)"])
        try #require(made.isSuccess, "\(made)")
        let store = try await PrivateStore.open(dataFolder: scratch.data, keeper: Caseload.keeper)
        defer { store.close() }
        let watch = ["workers", "--watch", "--data=\(scratch.data)"]
        let (lines, records) = (
            try RunningRole("lines", watch, in: scratch),
            try RunningRole("records", watch + ["--format=jsonl"], in: scratch)
        )
        try await eventually { lines.words.contains("No workers.") }
        _ = try await Database(store).ask(
            """
            INSERT INTO workers (name, description, seen_at)
            SELECT name, '{}', now() + interval '1 day' FROM unnest(ARRAY['w1', 'w2']) AS name
            """)
        try await eventually { lines.words.contains("2 workers: 2 active; 0 leases, 0 bytes/s") }
        try await eventually { records.words.contains(#""worker":"w2","host":null,"version":null,"state":"active""#) }
        let drained = try await Caseload.run(["worker", "drain", "w2", "--data=\(scratch.data)"])
        #expect(drained.isSuccess, "\(drained)")
        try await eventually { lines.words.contains("2 workers: 1 active, 1 draining") }
        try await eventually { records.words.contains(#""state":"draining""#) }
        // The other one has not changed.
        #expect(records.words.matches(of: #/"worker":"w1"/#).count == 1)
        for role in [lines, records] {
            role.send(SIGINT)
            #expect(try await role.exitCode() == 130, "\(role.words)")
        }
    }
}
