import ArgumentParser
import Digests

@main
struct DigestBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Measures how fast one core makes MD5, SHA-1 and SHA-256 of many contents, by kernel and size of content.")

    @Option(help: "How many mebibytes each measurement digests.")
    var mebibytes = 512

    @Option(help: "How many times each is measured; the fastest counts.")
    var rounds = 3

    func run() throws {
        let sizes = [4 << 10, 64 << 10, 1 << 20, 16 << 20]
        print("MB/s of content, all three digests, one core".padded(to: 46) + sizes.map(label).joined())
        for kernel in DigestKernel.supported {
            let rates = try sizes.map { try rate(of: kernel, contentByteCount: $0) }
            print(kernel.rawValue.padded(to: 46) + rates.map { "\($0)".aligned(to: 10) }.joined())
        }
    }

    /// In megabytes a second.
    private func rate(of kernel: DigestKernel, contentByteCount: Int) throws -> Int {
        let count = max(DigestEngine.laneCount, (mebibytes << 20) / contentByteCount)
        let times = try (0..<rounds).map { _ in
            var source = SyntheticContents(count: count, byteCount: contentByteCount)
            return try ContinuousClock().measure { try DigestEngine(kernel: kernel).run(&source, draining: true) }
        }
        let fastest = times.min() ?? .zero
        return Int(Double(count * contentByteCount) / 1e6 / (fastest / .seconds(1)))
    }

    private func label(_ byteCount: Int) -> String { "\(byteCount >> 10) KiB".aligned(to: 10) }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    fileprivate func aligned(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
