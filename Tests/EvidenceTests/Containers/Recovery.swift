import Evidence
import Findings
import Foundation
import TestSupport

/// What came of opening and reading an image that was tampered with, held against the device that it was made of.
struct Recovery {
    /// Why nothing could be opened; nil where it could.
    private(set) var refusal: EvidenceError?
    /// Where the image says what the device does not have: there must never be such a place.
    private(set) var invented: [ByteRange] = []
    /// Where it could not be read, joined where it touches.
    private(set) var lost: [ByteRange] = []
    private(set) var errors: [EvidenceError] = []
    /// What opening has shown.
    private(set) var unreadable: [Failure] = []
    private(set) var byteCount: Int64 = 0
    private(set) var storedDigestCount = 0

    /// Whether there is a word about damage.
    var isNamed: Bool { refusal != nil || !errors.isEmpty || !unreadable.isEmpty }

    init(of path: String, against device: [UInt8]) {
        do throws(EvidenceError) {
            let image = try Image(opening: path)
            (unreadable, byteCount) = (image.unreadable, image.byteCount)
            storedDigestCount = image.description.storedDigests.count
            read(image, against: device)
        } catch {
            refusal = error
        }
    }

    private mutating func read(_ image: Image, against device: [UInt8]) {
        var (buffer, offset) = ([UInt8](repeating: 0xaa, count: 1 << 18), Int64(0))
        // A size that was tampered with may be enormous.
        let end = min(image.byteCount, Int64(device.count) * 2)
        while offset < end {
            do throws(EvidenceError) {
                var span = buffer.mutableSpan
                let count = try image.read(at: offset, into: &span)
                if count == 0 { break }
                compare(buffer[..<count], with: device, at: Int(offset))
                offset += Int64(count)
            } catch {
                offset += note(error, at: offset, end: end)
            }
        }
    }

    private mutating func compare(_ found: ArraySlice<UInt8>, with device: [UInt8], at offset: Int) {
        let known = offset < device.count ? device[offset..<min(device.count, offset + found.count)] : []
        // As `Data` they are compared in one go; a collection's own comparison is slow where nothing is optimised.
        if Data(found) != Data(known) {
            invented.append(ByteRange(offset: Int64(offset), byteCount: Int64(found.count)))
        }
    }

    private mutating func note(_ error: EvidenceError, at offset: Int64, end: Int64) -> Int64 {
        if errors.count < 64 { errors.append(error) }
        let stated = error.range.map { $0.offset <= offset ? $0.end - offset : 512 } ?? 512
        let count = min(end - offset, max(1, stated))
        if lost.last?.end == offset {
            lost[lost.count - 1].byteCount += count
        } else {
            lost.append(ByteRange(offset: offset, byteCount: count))
        }
        return count
    }
}
