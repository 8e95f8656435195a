internal import Digests
public import Evidence
public import Findings

/// The verification of a whole image: every byte of the device is read once, its digests are held against those that are
/// stored, and every range that cannot be read is named.
///
/// One long chain, which no lane shortens: only the digests that are asked for are computed. Its memory is one buffer
/// of 1 MiB.
public final class ImageVerifier {
    private let device: any Device
    private static let bufferByteCount = 1 << 20

    public init(of device: any Device) { self.device = device }

    /// Verifies the image.
    ///
    /// - Parameter stored: what somebody says about the digests of the device; where nobody does, the value is empty.
    /// - Parameter observer: is told before each read that the device is being parsed, which has no address.
    /// - Returns: a verification for each stored digest; a failure of the image for each that differs, and one for each
    ///   range that cannot be read, in which case nothing is computed.
    /// - Throws: `DigestError` when no digest can be computed at all.
    public func verify(
        _ stored: [StoredDigest], reporting observer: any ExaminationObserver
    ) throws -> ShardFindings {
        if let image = device as? Image { image.readsUnacquired = true }
        defer { if let image = device as? Image { image.readsUnacquired = false } }
        var digests = try ChosenDigests(Set(stored.map(\.algorithm)))
        let damage = try readWhole(into: &digests, reporting: observer)
        let computed = damage.isEmpty ? try digests.finalize() : [:]
        let verifications = stored.map { Verification(stored: $0, computed: computed[$0.algorithm]) }
        return ShardFindings(
            failures: damage.failures(scope: .range, volume: nil, ordinal: nil, stage: .verification)
                + verifications.compactMap(\.mismatch),
            verifications: verifications)
    }

    /// Reads the whole device; behind the first damage only to find the rest of it.
    private func readWhole(
        into digests: inout ChosenDigests, reporting observer: any ExaminationObserver
    ) throws -> DamagedRanges {
        var damage = DamagedRanges()
        var buffer = [UInt8](repeating: 0, count: Self.bufferByteCount)
        var offset: Int64 = 0
        while offset < device.byteCount {
            observer.willParse(address: "", path: [])
            switch read(at: offset, into: &buffer) {
            case .success(let count):
                if damage.isEmpty { try digests.update(buffer.span.extracting(..<count)) }
                offset += Int64(count)
            case .failure(let error):
                let left = device.byteCount - offset
                offset += damage.add(error, at: offset, limit: left, sectorSize: Int64(device.sectorSize))
            }
        }
        return damage
    }

    private func read(at offset: Int64, into buffer: inout [UInt8]) -> Result<Int, EvidenceError> {
        do {
            var span = buffer.mutableSpan
            let count = try device.read(at: offset, into: &span)
            if count > 0 { return .success(count) }
            return .failure(
                EvidenceError(
                    .truncatedImage, path: (device as? Image)?.path ?? "the device", byteOffset: offset,
                    byteCount: device.byteCount - offset, cause: "it ends before its \(device.byteCount) bytes do"))
        } catch {
            return .failure(error)
        }
    }
}

extension Verification {
    /// The failure that a stored digest becomes which is not that of the content.
    fileprivate var mismatch: Failure? {
        guard let computed, matches == false else { return nil }
        return Failure(
            scope: .image, stage: .verification, reason: .storedHashMismatch,
            detail: """
                \(stored.algorithm.rawValue) stated by the \(stored.origin): \(Hexadecimal.text(stored.value)); of the content: \
                \(Hexadecimal.text(computed)). The image is not what was acquired: compare it with the original copy.
                """)
    }
}
