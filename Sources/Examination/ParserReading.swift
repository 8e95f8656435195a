internal import Digests
internal import Evidence
internal import FileTypes
internal import Findings

/// The contents of a volume that only its file system's parser can read.
final class ParserReading {
    /// Contents up to this length are digested in the lanes; longer ones on their own, so that memory stays bounded.
    static let shortByteCount: Int64 = 64 << 10

    private let volume: Volume
    private let device: any Device
    /// Opened at the first need: most shards need none.
    private var reader: ContentReader?

    init(of volume: Volume, on device: any Device) {
        self.volume = volume
        self.device = device
    }

    /// Why a content could not be read whole, and how far it was.
    struct Loss: Error {
        let cause: EvidenceError
        let byteCount: Int64
        let type: String?
    }

    /// The content of a short item.
    /// - Throws: `Loss`.
    func bytes(of item: ItemToRead, reporting observer: any ExaminationObserver) throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            try read(item, reporting: observer) { piece in
                bytes.reserveCapacity(bytes.count + piece.count)
                for i in piece.indices { bytes.append(piece[i]) }
            }
        } catch let error as EvidenceError {
            let type = bytes.isEmpty ? nil : FileType.mime(ofPrefix: bytes.span, byteCount: item.byteCount)
            throw Loss(cause: error, byteCount: Int64(bytes.count), type: type)
        }
        return bytes
    }

    /// The digests and the type of an item of any length.
    /// - Throws: `Loss`; `DigestError`.
    func digests(of item: ItemToRead, reporting observer: any ExaminationObserver) throws -> (Digests, String?) {
        var digest = try MultiDigest()
        var prefix = ContentPrefix()
        do {
            try read(item, reporting: observer) { piece in
                prefix.add(piece)
                try digest.update(piece)
            }
        } catch let error as EvidenceError {
            throw Loss(cause: error, byteCount: digest.byteCount, type: prefix.type(byteCount: item.byteCount))
        }
        return (try digest.finalize(), prefix.type(byteCount: item.byteCount))
    }

    private func read(
        _ item: ItemToRead, reporting observer: any ExaminationObserver, each: (Span<UInt8>) throws -> Void
    ) throws {
        guard case .parser(let address, let type, let id) = item.reading else { return }
        observer.isReading(ordinal: item.ordinal, byteCount: 0)
        let reader = try self.reader ?? ContentReader(of: volume, on: device)
        self.reader = reader
        var position: Int64 = 0
        try reader.read(address, type: type, id: id, byteCount: item.byteCount) { piece in
            try each(piece)
            position += Int64(piece.count)
            observer.isReading(ordinal: item.ordinal, byteCount: position)
        }
        guard position == item.byteCount else {
            throw EvidenceError(
                .chainShorterThanSize, path: "item \(item.ordinal)",
                cause: "its parser read \(position) of \(item.byteCount) bytes")
        }
    }
}
