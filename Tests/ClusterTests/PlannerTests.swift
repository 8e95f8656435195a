import ClusterProtocol
import Findings
import Shards
import SwiftProtobuf
import Testing

@testable import Cluster

@Suite("What follows from findings")
struct PlannerTests {
    static let image = ImageDescription(
        format: "ewf", byteCount: 1 << 20,
        storedDigests: [
            StoredDigest(algorithm: .md5, value: .init(repeating: 1, count: 16), origin: StoredDigest.container)
        ])
    static let volumes = [
        Volume(
            index: 0, range: ByteRange(offset: 512, byteCount: 1000), scheme: "mbr", description: "",
            fileSystem: "ntfs",
            state: .readable),
        Volume(
            index: 1, range: ByteRange(offset: 2048, byteCount: 1000), scheme: "mbr", description: "",
            fileSystem: "luks", state: .failed),
    ]

    private func survey(_ policy: Caseload_V1_VerificationPolicy) -> Planner {
        Planner(
            assignment: .with {
                $0.folder = "/evidence"
                $0.name = "2041.E01"
                $0.survey.policy = policy
            })
    }

    private func work(_ shard: PlannedShard) throws -> Caseload_V1_Assignment {
        try Caseload_V1_Assignment(serializedBytes: shard.specification)
    }

    @Test("a survey is followed by a walk of each readable volume, and by a verification of what is stored")
    func survey() throws {
        let shards = try survey(.stored).shards(
            following: ShardFindings(image: Self.image, volumes: Self.volumes))
        #expect(shards.map(\.kind) == [.walk, .verification])
        #expect(shards[0].volume == 0 && shards[0].position == 512)
        #expect(try work(shards[0]).walk.volume.decoded() == Self.volumes[0])
        #expect(try work(shards[0]).name == "2041.E01")
        #expect(try work(shards[1]).verification.stored.map { try $0.decoded() } == Self.image.storedDigests)
    }

    @Test(
        "the investigator's policy decides what is verified",
        arguments: [
            (Caseload_V1_VerificationPolicy.none, [DigestAlgorithm]?.none), (.stored, [.md5]),
            (.all, [.md5, .sha1, .sha256]),
        ])
    func policy(policy: Caseload_V1_VerificationPolicy, algorithms: [DigestAlgorithm]?) throws {
        let shards = try survey(policy).shards(following: ShardFindings(image: Self.image))
        let verified = try shards.first.map { try work($0).verification.stored.map { try $0.decoded().algorithm } }
        #expect(verified == algorithms)
    }

    @Test("what the investigator states is verified as well, and computed once")
    func acquisition() throws {
        let stated = StoredDigest(
            algorithm: .sha1, value: .init(repeating: 2, count: 20), origin: StoredDigest.investigator)
        var planner = survey(.all)
        var assignment = planner.assignment
        assignment.survey.acquisition = [.init(stated)]
        planner = Planner(assignment: assignment)
        let shards = try planner.shards(following: ShardFindings(image: Self.image))
        let verified = try work(try #require(shards.first)).verification.stored.map { try $0.decoded() }
        #expect(verified.map(\.algorithm) == [.sha1, .md5, .sha256] && verified.first == stated)
    }

    @Test("nothing is verified where there are no bytes, or nobody states a digest")
    func nothingToVerify() throws {
        let empty = ImageDescription(format: "raw", byteCount: 0, storedDigests: Self.image.storedDigests)
        #expect(try survey(.all).shards(following: ShardFindings(image: empty)).isEmpty)
        let unstated = ImageDescription(format: "raw", byteCount: 1 << 20)
        #expect(try survey(.stored).shards(following: ShardFindings(image: unstated)).isEmpty)
    }

    @Test("a walk is followed by content shards for what it did not read itself, on the same volume")
    func walk() throws {
        let planner = Planner(assignment: .with { $0.walk.volume = .init(Self.volumes[0]) })
        let file = Item(
            ordinal: 4, address: "9", path: Array("/DCIM/1.jpg".utf8), kind: .file, isAllocated: true, byteCount: 5,
            runs: [Run(offset: 4096, byteCount: 5)], reading: .runs)
        var resident = file
        (resident.ordinal, resident.runs, resident.reading) = (5, [], .inline([1]))
        let shards = try planner.shards(following: ShardFindings(volume: 0, items: [file, resident]))
        #expect(shards.map(\.kind) == [.contents])
        #expect(shards[0].priority == Likelihood.pictureOfAUser.rawValue && shards[0].position == 4096)
        let read = try work(shards[0]).contents
        #expect(read.items.map(\.ordinal) == [4])
        #expect(try read.volume.decoded() == Self.volumes[0])
    }

    @Test("contents and verifications are followed by nothing")
    func leaves() throws {
        for work: Caseload_V1_Assignment.OneOf_Work in [.contents(.init()), .verification(.init())] {
            let planner = Planner(assignment: .with { $0.work = work })
            #expect(try planner.shards(following: ShardFindings(image: Self.image, volumes: Self.volumes)).isEmpty)
        }
    }
}
