extension MutableSpan<UInt8> {
    /// Overwrites the front of the span with `source`.
    /// - Precondition: it is not longer than the span.
    mutating func copy(_ source: Span<UInt8>) {
        precondition(source.count <= count)
        unsafe withUnsafeMutableBytes { target in
            unsafe source.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
        }
    }
}
