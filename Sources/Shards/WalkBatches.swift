/// How many items a walk hands in at once: few at first, so that the first content is examined at once, then more.
/// A function of the batch's number alone, so that a walk that starts again hands in the same batches.
public enum WalkBatches {
    /// The number of items of batch `sequence` (from 0).
    public static func itemCount(ofBatch sequence: Int32) -> Int {
        switch sequence {
        case ..<1: 128
        case 1..<3: 512
        default: 2048
        }
    }
}
