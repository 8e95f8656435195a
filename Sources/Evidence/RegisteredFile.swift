internal import Digests
internal import Findings

/// One of an exhibit's files as it was when the exhibit was registered.
public struct RegisteredFile: Hashable, Sendable {
    public let name: String
    public let byteCount: Int64
    /// SHA-256 of its first, middle and last 64 KiB, of all of it where it has no more than those; empty where nobody
    /// has looked.
    public let samples: [UInt8]

    public init(name: String, byteCount: Int64, samples: [UInt8]) {
        (self.name, self.byteCount, self.samples) = (name, byteCount, samples)
    }

    /// Looks at a file from outside: nothing of it is parsed.
    public init(of file: EvidenceFile) throws(EvidenceError) {
        self.init(name: file.name, byteCount: file.byteCount, samples: try Self.samples(of: file))
    }

    private static let sampleByteCount = 64 << 10

    private static func samples(of file: EvidenceFile) throws(EvidenceError) -> [UInt8] {
        let (sample, size) = (Int64(sampleByteCount), file.byteCount)
        let starts = size > 3 * sample ? [0, (size - sample) / 2, size - sample] : [0, sample, 2 * sample]
        do {
            var digest = try StreamDigest(.sha256)
            for start in starts where start < size {
                let bytes = try file.bytes(at: start, byteCount: Int(min(sample, size - start))) ?? []
                try digest.update(bytes.span)
            }
            return try digest.finalize()
        } catch let error as EvidenceError {
            throw error
        } catch {
            throw EvidenceError(.unreadable, path: file.path, cause: "\(error)")
        }
    }
}

extension ExhibitFolder {
    /// Holds the files of the folder against those that were registered.
    /// - Throws: `unreadable` where one is missing, `imageChanged` where one is another.
    public func check(_ files: [RegisteredFile]) throws(EvidenceError) {
        for registered in files {
            let file = try open(registered.name)
            guard file.byteCount == registered.byteCount else {
                throw EvidenceError(
                    .imageChanged, path: file.path,
                    cause: "it had \(registered.byteCount) bytes when it was registered and has \(file.byteCount) now")
            }
            if registered.samples.isEmpty { continue }
            guard try RegisteredFile(of: file) == registered else {
                throw EvidenceError(
                    .imageChanged, path: file.path,
                    cause: "it is as long as the file that was registered, and its content is another")
            }
        }
    }
}
