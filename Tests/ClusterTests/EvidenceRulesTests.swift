import ClusterProtocol
import Evidence
import Findings
import Testing

@testable import Cluster

@Suite("What kills the readers of an image")
struct ReaderLossesTests {
    private let range = ByteRange(offset: 1 << 20, byteCount: 1 << 20)

    @Test("is tried again in little, and lost alone")
    func losesLittle() {
        var losses = ReaderLosses()
        let narrow = ReaderLosses.narrowed(range)
        #expect(narrow == ByteRange(offset: 1 << 20, byteCount: 64 << 10))
        losses.lose(narrow, of: 1)
        #expect(losses.range(at: (1 << 20) + 5, of: 1) == narrow)
        #expect(losses.range(at: narrow.end, of: 1) == nil)
        #expect(losses.range(at: 1 << 20, of: 2) == nil)
    }

    @Test("is not read up to by those who read before it")
    func isSpared() {
        var losses = ReaderLosses()
        losses.lose(ByteRange(offset: 3 << 19, byteCount: 100), of: 1)
        #expect(losses.spared(range, of: 1) == ByteRange(offset: 1 << 20, byteCount: 1 << 19))
        #expect(losses.spared(range, of: 2) == range)
    }
}

@Suite("A worker that waits for evidence")
struct FetchingFlightTests {
    @Test("is not to blame for the silence of its examiner until the answer is there")
    func isNotToBlame() {
        let start = ContinuousClock.now
        var flight = Flight(at: start)
        flight.begin(Flight.Shard(held: .init(), assignment: .init()), at: start)
        flight.beginFetching()
        #expect(!flight.hangs(at: start + .seconds(500), patience: .seconds(60)))
        flight.endFetching(at: start + .seconds(500))
        #expect(!flight.hangs(at: start + .seconds(560), patience: .seconds(60)))
        #expect(flight.hangs(at: start + .seconds(561), patience: .seconds(60)))
    }
}

@Suite("Evidence on its way, as messages")
struct EvidenceMessagesTests {
    @Test("comes out as it went in, damage included")
    func comesOut() throws {
        let errors = [
            EvidenceError(.chunkChecksum, path: "a.E01", byteOffset: 0, byteCount: 32_768, cause: "chunk 0"),
            EvidenceError(.unreadable, path: "/x/a.E01", cause: ""),
        ]
        for error in errors { #expect(try Caseload_V1_EvidenceError(error).decoded() == error) }
        let opening = ImageOpening(
            description: ImageDescription(
                format: "ewf", byteCount: 7, sectorSize: 4096,
                storedDigests: [
                    StoredDigest(algorithm: .md5, value: [UInt8](repeating: 1, count: 16), origin: "container")
                ],
                acquisition: ["notes": "n"]), unreadable: [errors[0].failure(scope: .image, stage: .survey)], path: "/p"
        )
        #expect(try Caseload_V1_OpenedEvidence(opening).decoded() == .success(opening))
        #expect(try Caseload_V1_OpenedEvidence(errors[1]).decoded() == .failure(errors[1]))
    }

    @Test("is refused where no image can be so")
    func isRefused() {
        #expect(throws: ProtocolError.self) { try Caseload_V1_OpenedEvidence().decoded() }
    }
}
