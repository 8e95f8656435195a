/// Every signature, in buckets by its first byte.
struct SignatureTable: Sendable {
    static let shared = SignatureTable(all)

    private var atStart = [[Signature]](repeating: [], count: 256)
    private var elsewhere: [Signature] = []

    init(_ signatures: [Signature]) {
        for signature in signatures {
            if signature.offset == 0 {
                atStart[Int(signature.pattern.first)].append(signature)
            } else {
                elsewhere.append(signature)
            }
        }
    }

    /// The type by the first signature that fits; those at the very start of a content go before others.
    func type(of bytes: Span<UInt8>) -> String? {
        guard let first = bytes.byte(at: 0) else { return nil }
        for signature in atStart[Int(first)] {
            if let type = signature.type(of: bytes) { return type }
        }
        for signature in elsewhere {
            if let type = signature.type(of: bytes) { return type }
        }
        return Stream.type(of: bytes)
    }
}
