import Findings
import Shards
import TestSupport
import Testing

@Suite("Cutting a walk into content shards")
struct CuttingTests {
    private func item(
        _ ordinal: Int64, _ path: String, at offset: Int64? = 0, bytes: Int64 = 1000, reading: Item.Reading = .runs
    ) -> Item {
        Item(
            ordinal: ordinal, address: "\(ordinal)", path: Array(path.utf8), kind: .file, isAllocated: true,
            byteCount: bytes, runs: reading == .runs ? [Run(offset: offset, byteCount: bytes)] : [], reading: reading)
    }

    @Test(
        "reads every item that has something to read exactly once, in pieces within the limits",
        arguments: UInt64(0)..<50)
    func complete(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let cutting = Cutting(byteLimit: 1 << 20, itemLimit: 24, itemCost: 512)
        let folders = ["/Users/a/x.jpg", "/Windows/x.png", "/home/b/notes.txt", "/$MFT", "/data.bin"]
        let items = (0..<Int64(500)).map { ordinal in
            item(
                ordinal, folders.randomElement(using: &random) ?? "/", at: .random(in: 0...1 << 40, using: &random),
                bytes: .random(in: 0...(ordinal < 250 ? 200_000 : 2000), using: &random),
                reading: [.runs, .runs, .nothing, .inline([]), .parser(address: 1, type: 128, id: 0)]
                    .randomElement(using: &random) ?? .runs)
        }
        let pieces = cutting.pieces(of: items)
        let expected = items.filter { item in
            switch item.reading {
            case .runs, .parser: true
            case .nothing, .inline: false
            }
        }
        #expect(pieces.flatMap(\.items).map(\.ordinal).sorted() == expected.map(\.ordinal))
        for piece in pieces {
            #expect(piece.items.count <= 24)
            #expect(piece.items.count == 1 || piece.byteCount + Int64(piece.items.count - 1) * 512 <= 1 << 20)
            #expect(piece.items.allSatisfy { Likelihood(of: $0) == piece.likelihood })
        }
        #expect(
            cutting.pieces(of: items.shuffled(using: &random)) == pieces, "the order of the batch made a difference")
    }

    @Test("puts pictures in users' folders first, and goes in disk order within a likelihood")
    func order() {
        let pieces = Cutting.standard.pieces(of: [
            item(0, "/Windows/System32/driver.sys", at: 0), item(1, "/Users/kim/b.jpg", at: 9000),
            item(2, "/Users/kim/a.JPG", at: 5000), item(3, "/Users/kim/letter.txt", at: 100),
        ])
        #expect(pieces.map { $0.items.map(\.ordinal) } == [[2, 1], [3], [0]])
        #expect(pieces.map(\.position) == [5000, 100, 0])
    }

    @Test("lets no size that evidence claims overflow")
    func hugeSizes() {
        let huge = (0..<3).map { item($0, "/x", at: .max, bytes: .max) }
        #expect(Cutting.standard.pieces(of: huge).count == 3)
    }
}

@Suite("Likelihood by path")
struct LikelihoodTests {
    @Test(
        "judges by folder and extension, in any case",
        arguments: [
            ("/Users/kim/Pictures/1.JPG", Likelihood.pictureOfAUser), ("/DCIM/100APPLE/IMG_1.HEIC", .pictureOfAUser),
            ("/IMG_0001.mp4", .pictureOfAUser), ("/Windows/Web/wall.jpg", .picture), ("/usr/share/x.png", .picture),
            ("/home/kim/notes", .fileOfAUser), ("/stray.bin", .file), ("/$MFT", .fileOfTheSystem),
            ("/Program Files/a.exe", .fileOfTheSystem), ("/", .file), ("", .file),
        ])
    func judges(path: String, likelihood: Likelihood) {
        #expect(Likelihood(path: Array(path.utf8)) == likelihood)
    }
}
