import Evidence
import Findings
import Foundation
import Testing

@Suite("What the tests draw", .enabled(if: SecondOpinion.isPresent, "The Sleuth Kit's mmls is not installed"))
struct SecondOpinionTests {
    @Test("is what The Sleuth Kit takes it for, and gives the volumes that it gives", arguments: SecondOpinion.all)
    func agrees(opinion: SecondOpinion) throws {
        let disk = opinion.draw()
        #expect(disk.survey.volumes.map(\.range).sorted() == (try opinion.ask(disk)))
    }
}

/// A drawing of ours that another tool reads.
struct SecondOpinion: Sendable, CustomTestStringConvertible {
    /// What `mmls -t` calls the kind of table.
    let kind: String
    /// Entries that are no volumes: by a word of their description.
    var leavesOut: [String] = []
    let draw: @Sendable () -> SketchedDisk

    var testDescription: String { kind }

    private static let tool = "/usr/bin/mmls"
    static let isPresent = FileManager.default.isExecutableFile(atPath: tool)

    static let all = [
        SecondOpinion(kind: "dos") {
            let disk = SketchedDisk(byteCount: 4 << 20)
            disk.writeChain(start: 100, count: 1000, places: [100, 200, 300, 400])
            return disk
        },
        SecondOpinion(kind: "gpt") { GUIDPartitionTableTests.disk() },
        SecondOpinion(kind: "mac", leavesOut: ["Apple_Driver", "Apple_Free", "partition_map"]) {
            let disk = SketchedDisk(byteCount: 8 << 20)
            disk.writeAppleMap([
                ("Macintosh", "Apple_Driver43", 64, 32), ("disk image", "Apple_HFS", 100, 500),
                ("Extra", "Apple_Free", 600, 100), ("more", "Apple_UNIX_SVR2", 700, 50),
            ])
            return disk
        },
        SecondOpinion(kind: "bsd", leavesOut: ["Unused"]) {
            let disk = SketchedDisk(byteCount: 8 << 20)
            disk.writeBSDLabel([(64, 4000, 7), (4064, 1000, 1), (0, 16_384, 0), (6064, 2000, 7)])
            return disk
        },
        SecondOpinion(kind: "sun", leavesOut: ["backup"]) {
            let disk = SketchedDisk(byteCount: 64 << 20)
            disk.writeSunLabel([(0, 20_160, 2), (20, 10_080, 3), (0, 120_960, 5), (0, 0, 0), (40, 5_040, 8)])
            return disk
        },
    ]

    /// The volumes that mmls lists: lines of slot, start, end, length and description.
    func ask(_ disk: SketchedDisk) throws -> [ByteRange] {
        let file = FileManager.default.temporaryDirectory.appending(path: "drawing-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(try disk.bytes(at: 0, byteCount: Int(disk.byteCount))).write(to: file)
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(filePath: Self.tool)
        process.arguments = ["-a", "-t", kind, file.path]
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return output.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            guard words.count == 6, words[0].hasSuffix(":"), let start = Int64(words[2]), let count = Int64(words[4]),
                !leavesOut.contains(where: words[5].contains)
            else { return nil }
            return sectors(start, count)
        }.sorted()
    }
}
