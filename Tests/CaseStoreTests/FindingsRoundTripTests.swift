import Findings
import Foundation
import Shards
import Testing

@testable import CaseStore

@Suite("Findings in the store")
struct FindingsRoundTripTests {
    @Test("come back as they were landed, to the last byte and nanosecond")
    func comeBackWhole() async throws {
        try await Examination.run { exhibit in
            let findings = ShardFindings.hostile
            try await exhibit.land(findings)
            var records: [ItemRecord] = []
            try await exhibit.store.items(ItemFilter(caseReference: "A")) { records += $0 }
            #expect(records.map(\.item) == findings.items)
            #expect(
                records.map(\.content)
                    == findings.items.map { item in
                        findings.contents.first { $0.ordinal == item.ordinal }
                    })
            #expect(records.first?.furtherPaths == findings.furtherPaths.map(\.path))
            #expect(records.allSatisfy { $0.caseReference == "A" && $0.exhibit == "1" && $0.volumeOffset == 1 << 20 })

            #expect(try await exhibit.store.volumes(of: exhibit.id) == findings.volumes)
            #expect(try await exhibit.store.verifications(of: exhibit.id) == findings.verifications)
            #expect(try await exhibit.store.exhibit(exhibit.id).image == findings.image)
            var failures: [FailureRecord] = []
            try await exhibit.store.failures(of: "A") { failures += $0 }
            #expect(Set(failures.map(\.failure)) == Set(findings.failures))
            var hits: [HitRecord] = []
            _ = try await exhibit.store.hits(HitFilter(caseReference: "A")) { hits += $0 }
            #expect(Set(hits.map(\.hit)) == Set(findings.hits))
        }
    }

    @Test(
        "keep a time that PostgreSQL has no year for",
        arguments: [
            Timestamp(seconds: .max, nanoseconds: 999_999_999), Timestamp(seconds: .min),
            Timestamp(seconds: 9_224_318_016_000), Timestamp(seconds: 9_224_318_015_999, nanoseconds: 999_999_999),
            Timestamp(seconds: -210_866_803_200), Timestamp(seconds: -210_866_803_201, nanoseconds: 1),
            Timestamp(seconds: 0), Timestamp(seconds: -1, nanoseconds: 1),
            Timestamp(seconds: 946_684_799, nanoseconds: 999_999_999),
            Timestamp(seconds: 5, nanoseconds: -1), Timestamp(seconds: 5, nanoseconds: 1_000_000_000),
        ])
    func farTimes(time: Timestamp) {
        let near = Timestamp(seconds: 1_600_000_000, nanoseconds: 123_456_789)
        let times = ItemTimes([near, time, nil, near])
        #expect(times.exact == [near, time, nil, near])
    }

    @Test(
        "have the times that PostgreSQL itself reads",
        arguments: [
            (Timestamp(seconds: 1_600_000_000, nanoseconds: 123_456_789), "1600000000.123456"),
            (Timestamp(seconds: -2, nanoseconds: 999_999_999), "-1.000001"),
            (Timestamp(seconds: -210_866_803_200), "-210866803200.000000"),
            (Timestamp(seconds: 16_725_225_600, nanoseconds: 999_999_999), "16725225600.999999"),
            (Timestamp(seconds: 9_224_318_016_000), "Infinity"),
        ])
    func timesOfPostgres(time: Timestamp, epoch: String) async throws {
        try await TestServer.withStore(connections: 1) { store in
            let read = try await store.pool.perform { connection throws(StoreError) in
                var row = try connection.execute("SELECT extract(epoch FROM $1)::text", [.time(time)]).first
                return try row?.next(String.self)
            }
            #expect(read == epoch)
        }
    }

    @Test("show a NUL as its symbol where PostgreSQL's text knows none")
    func showsNUL() async throws {
        try await Examination.run { exhibit in
            var findings = ShardFindings.sample(failures: 1)
            findings.failures[0].detail = "a\0b"
            findings.image = ImageDescription(format: "ewf", byteCount: 1, acquisition: ["examiner": "\\u0000 \0\\\0"])
            try await exhibit.land(findings)
            var failures: [FailureRecord] = []
            try await exhibit.store.failures(of: nil) { failures += $0 }
            #expect(failures.map(\.failure.detail) == ["a\u{2400}b"])
            let acquisition = try await exhibit.store.exhibit(exhibit.id).image?.acquisition
            #expect(acquisition == ["examiner": "\\u0000 \u{2400}\\\u{2400}"])
        }
    }
}
