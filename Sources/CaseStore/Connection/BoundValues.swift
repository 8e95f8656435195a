/// The values of a statement's parameters as libpq wants them: pointers that stay put, lengths, and that all are binary.
struct BoundValues {
    private var buffer: [UInt8] = []
    /// Of each value in the buffer; nil for NULL.
    private var offsets: [Int?] = []
    private let lengths: [Int32]

    init(_ parameters: [Parameter]) {
        lengths = parameters.map { Int32(clamping: $0.bytes?.count ?? 0) }
        for parameter in parameters {
            offsets.append(parameter.bytes.map { _ in buffer.count })
            buffer += parameter.bytes ?? []
        }
        // Gives an empty value at the end somewhere to point to.
        buffer.append(0)
    }

    /// - Parameter body: must not keep the pointers.
    func withPointers<Result>(
        _ body: (_ values: [UnsafePointer<CChar>?], _ lengths: [Int32], _ formats: [Int32]) -> Result
    ) -> Result {
        unsafe buffer.withUnsafeBytes { bytes in
            let values: [UnsafePointer<CChar>?] = unsafe offsets.map { offset in
                guard let offset else { return nil }
                return unsafe bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
            }
            return unsafe body(values, lengths, [Int32](repeating: 1, count: lengths.count))
        }
    }
}
