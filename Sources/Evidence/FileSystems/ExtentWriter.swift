internal import Findings

/// Joins what a file system tells of its space into extents that cover a range without a gap.
struct ExtentWriter {
    private let range: ByteRange
    /// The first byte that no extent was begun for.
    private var position: Int64
    private var open: Extent?

    init(_ range: ByteRange) {
        (self.range, position) = (range, range.offset)
    }

    /// Adds `byteCount` bytes at `offset`; what lies between the last bytes and these the file system uses itself.
    mutating func add(
        _ coverage: CoverageClass, at offset: Int64, _ byteCount: Int64, _ emit: (Extent) throws -> Void
    ) throws {
        try extend(to: min(offset, range.end), as: .structures, emit)
        let (end, overflow) = offset.addingReportingOverflow(byteCount)
        try extend(to: overflow ? range.end : min(end, range.end), as: coverage, emit)
    }

    /// Ends the last extent at the end of the range.
    mutating func finish(as coverage: CoverageClass, _ emit: (Extent) throws -> Void) throws {
        try extend(to: range.end, as: coverage, emit)
        if let open { try emit(open) }
        open = nil
    }

    private mutating func extend(
        to end: Int64, as coverage: CoverageClass, _ emit: (Extent) throws -> Void
    ) throws {
        guard end > position else { return }
        if open?.coverage == coverage {
            open?.range.byteCount += end - position
        } else {
            if let open { try emit(open) }
            open = Extent(range: ByteRange(offset: position, byteCount: end - position), coverage: coverage)
        }
        position = end
    }
}
