public import Findings

/// What the bytes of an exhibit are: each belongs to exactly one class, and the sum is the device's size.
public struct Coverage: Hashable, Sendable {
    /// The size of the seized device in bytes.
    public let byteCount: Int64
    /// How many bytes belong to each class; every class is there.
    public let byteCounts: [CoverageClass: Int64]
    /// How many bytes the contents of two or more items claim: a deleted file's that a live one uses again.
    public let overlappingByteCount: Int64

    /// A class's part of the device, 0 … 1; 0 for an empty device.
    public func share(of coverage: CoverageClass) -> Double {
        byteCount > 0 ? Double(byteCounts[coverage] ?? 0) / Double(byteCount) : 0
    }
}
