internal import ArgumentParser
internal import Foundation

@main
struct ImageBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lets Caseload and libewf read the same images in turn, and prints how much each reads on one core.")

    @Argument(help: "The images, each by its first file.", transform: URL.init(fileURLWithPath:))
    var images: [URL]

    @Option(help: "How many times each takes its turn; medians count.")
    var rounds = 5

    func run() throws {
        for image in images {
            let byteCount = try compare(image)
            print("\(image.lastPathComponent): \(byteCount / 1_000_000) MB on the device, the same bytes by both")
            print(
                "  MB for a second of a processor".padded(to: 48) + "MB/s".aligned(to: 8)
                    + "ratio".aligned(to: 10))
            for workload in Workload.allCases { try measure(workload, on: image, byteCount: byteCount) }
            try reportReuse(on: image)
        }
    }

    /// Holds what Caseload reads against what libewf reads, which brings the image into the page cache as well.
    /// - Returns: the device's size in bytes.
    private func compare(_ image: URL) throws -> Int64 {
        let (own, library) = (try CaseloadReading(of: image.path), try LibraryReading(of: image.path))
        guard own.byteCount == library.byteCount else { throw BenchmarkError("\(image.path): two sizes of the device") }
        for piece in Workload.whole.pieces(of: own.byteCount) {
            guard try own.bytes(of: piece) == library.bytes(of: piece) else {
                throw BenchmarkError("\(image.path): other bytes than libewf's from byte \(piece.offset) on")
            }
        }
        return own.byteCount
    }

    private func measure(_ workload: Workload, on image: URL, byteCount: Int64) throws {
        let contestants = Contestant.allCases.filter { $0.does(workload) }
        var seconds = contestants.map { _ in [Double]() }
        for _ in 0..<rounds {
            for (place, contestant) in contestants.enumerated() {
                seconds[place].append(try contestant.processorSeconds(of: workload, on: image))
            }
        }
        let read = workload.pieces(of: byteCount).reduce(0) { $0 + $1.byteCount }
        for (contestant, times) in zip(contestants, seconds) {
            let ratio = median(zip(times, seconds[0]).map { $0 / $1 })
            let rate = Int(Double(read) / 1e6 / median(times))
            print(
                "  \(workload.rawValue), \(contestant.name)".padded(to: 48) + "\(rate)".aligned(to: 8)
                    + ratio.formatted(.number.precision(.fractionLength(2))).aligned(to: 10))
        }
    }

    /// Says how often Caseload unpacks each chunk for contents that lie beside and behind each other.
    private func reportReuse(on image: URL) throws {
        let device = try CaseloadReading(of: image.path)
        for piece in Workload.contents.pieces(of: device.byteCount) { _ = try device.bytes(of: piece) }
        let times = Double(device.unpackedByteCount) / Double(device.byteCount)
        print("  contents, Caseload unpacks a chunk \(times.formatted(.number.precision(.fractionLength(3)))) times")
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    fileprivate func aligned(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
