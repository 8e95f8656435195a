internal import Findings

/// A record while its fields are read: what is good goes into the entry, what is not becomes a rejection.
struct RecordDraft {
    private(set) var entry: SetEntry
    private var rejections: [Rejection] = []
    private var firstBadDigest: [UInt8] = []

    var hasRejections: Bool { !rejections.isEmpty }

    init(_ place: RecordPlace) { entry = SetEntry(place: place) }

    /// Takes a digest in hexadecimal digits; an empty field is none.
    mutating func take(_ field: ArraySlice<UInt8>, as algorithm: DigestAlgorithm) {
        switch DigestText.read(field, as: algorithm) {
        case .digest(let digest): entry.digests[algorithm] = digest
        case .absent: break
        case .malformed(let reason): reject(algorithm, reason, value: Text.trimmed(field))
        }
    }

    /// Takes a digest as its bytes.
    mutating func take(raw bytes: [UInt8], as algorithm: DigestAlgorithm) {
        if let digest = DigestBytes(algorithm, bytes: bytes) {
            entry.digests[algorithm] = digest
        } else {
            reject(algorithm, .wrongLength, value: "\(bytes.count) bytes".utf8)
        }
    }

    mutating func take(_ digest: DigestBytes) { entry.digests[digest.algorithm] = digest }

    mutating func reject(_ algorithm: DigestAlgorithm, _ reason: Rejection.Reason, value: some Sequence<UInt8>) {
        if firstBadDigest.isEmpty { firstBadDigest = Array(value.prefix(1024)) }
        reject(field: algorithm.rawValue, reason, value: value)
    }

    /// Drops a field; the entry stays.
    mutating func reject(field: String, _ reason: Rejection.Reason, value: some Sequence<UInt8>) {
        rejections.append(Rejection(at: entry.place, level: .field, field: field, reason, value: value))
    }

    /// Takes a size in decimal digits; an empty field is none.
    mutating func take(size field: ArraySlice<UInt8>) {
        guard !Text.trimmed(field).isEmpty else { return }
        if let byteCount = Text.number(field) {
            entry.byteCount = byteCount
        } else {
            reject(field: "size", .notANumber, value: field)
        }
    }

    mutating func take(byteCount: UInt64) { entry.byteCount = byteCount }

    mutating func take(name: some Collection<UInt8>) { entry.name = Text.string(name) }

    /// Takes a category as text; blanks around mean nothing, and an empty one is none.
    mutating func take(category field: ArraySlice<UInt8>) {
        let text = Text.trimmed(field)
        guard !text.isEmpty else { return }
        guard text.count <= Category.maximumByteCount else {
            return reject(field: "category", .tooLong, value: text)
        }
        entry.category = Text.string(text)
    }

    /// The entry; or a rejection of the record, where it has no usable digest.
    func finish() -> SetRecord {
        guard entry.digests.isEmpty else { return .entry(entry, rejections) }
        return .rejected(Rejection(at: entry.place, .noDigest, value: firstBadDigest))
    }
}
