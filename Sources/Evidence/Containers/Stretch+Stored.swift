internal import Findings

extension Stretch {
    /// Bytes that a container's tables place in a file as they are.
    /// - Parameter range: the bytes of the device.
    /// - Throws: `truncatedImage` when they lie behind the end of the file, by as much of them as does.
    static func stored(
        in file: EvidenceFile, at fileOffset: Int64, for range: ByteRange
    ) throws(EvidenceError) -> Stretch {
        guard fileOffset >= 0, fileOffset < file.byteCount else {
            throw EvidenceError(
                .truncatedImage, path: file.path, byteOffset: range.offset, byteCount: range.byteCount,
                cause: "its tables place these bytes at byte \(fileOffset), but the file has only \(file.byteCount)")
        }
        let available = min(range.byteCount, file.byteCount - fileOffset)
        return Stretch(byteCount: available, source: .file(file, offset: fileOffset))
    }
}
