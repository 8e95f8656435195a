import Evidence
import Examination
import Findings
import TestSupport
import Testing

@Suite("The examination of a walk")
struct WalkExaminationTests {
    /// What a walk hands in, batch by batch.
    private func batches(of path: String) throws -> [ShardFindings] {
        let image = try Image(opening: path)
        let volume = try #require(Survey(of: image).volumes.first)
        let observer = RecordingObserver()
        try WalkExamination(of: volume, on: image, matching: []).run(skipping: [], reporting: observer)
        return observer.findings
    }

    @Test(
        "hands in batches that fit into a message, however deep folders lie in each other",
        .enabled(if: ExtImage.canBeMade))
    func deepFolders() throws {
        let (depth, name) = (2_500, String(repeating: "d", count: 100))
        let image = try ExtImage(
            "-t ext4 -b 1024 -N 4000", size: "16M",
            commands: (0..<depth).flatMap { _ in ["mkdir \(name)", "cd \(name)"] })
        let batches = try batches(of: image.path)
        let items = batches.flatMap(\.items)
        #expect(items.filter { $0.path.suffix(100) == Array(name.utf8)[...] }.count == depth)
        #expect(items.allSatisfy { $0.path.count <= 32_767 + 256 })
        let heaviest = batches.map { $0.items.reduce(0) { $0 + $1.path.count } }.max() ?? 0
        #expect(heaviest < 4 << 20)
        let breaks = batches.flatMap(\.failures)
        #expect(breaks.map(\.reason) == [Failure.Reason](repeating: .memoryLimit, count: depth / 325))
        for failure in breaks {
            let inside = Array("/$DeepFolders/\(failure.address ?? "")/".utf8)
            #expect(items.filter { $0.path.starts(with: inside) }.count > 100)
        }
    }

    @Test("ends what the walk has lost as failed", .enabled(if: ExtImage.canBeMade))
    func lostItems() throws {
        let image = try ExtImage(
            "-t ext2 -b 1024", size: "4M", files: ["lost": [1, 2, 3], "sound": [1, 2, 3]],
            commands: ["set_inode_field lost block[0] 4000000000"])
        let batches = try batches(of: image.path)
        let lost = try #require(batches.flatMap(\.items).first { $0.path == Array("/lost".utf8) })
        #expect(batches.flatMap(\.failures).map(\.ordinal) == [lost.ordinal])
        let states = batches.flatMap(\.contents).filter { $0.state != .examined }
        #expect(states == [Content(ordinal: lost.ordinal, state: .failed)])
    }
}
