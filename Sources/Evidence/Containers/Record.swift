/// A record of known size that was read from a file: numbers at fixed places, in the file's byte order.
struct Record {
    let bytes: [UInt8]
    let order: Order

    enum Order { case littleEndian, bigEndian }

    init(_ bytes: [UInt8], _ order: Order) { (self.bytes, self.order) = (bytes, order) }

    /// The number at byte `offset`.
    /// - Precondition: it lies in the record, whose size the reader chose.
    func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self, at offset: Int) -> Number {
        bytes.span.number(at: offset, order)
    }

    func uint16(at offset: Int) -> UInt16 { number(at: offset) }
    func uint32(at offset: Int) -> UInt32 { number(at: offset) }
    func uint64(at offset: Int) -> UInt64 { number(at: offset) }

    /// A 64-bit size or offset; nil when it is too large to be one.
    func size(at offset: Int) -> Int64? { Int64(exactly: uint64(at: offset)) }

    /// ASCII text that ends at the first NUL, or with the field.
    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range].prefix { $0 != 0 }, as: UTF8.self)
    }
}

extension Span<UInt8> {
    /// The number at byte `offset`.
    func number<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self, at offset: Int, _ order: Record.Order
    ) -> Number {
        let width = Number.bitWidth / 8
        var value: Number = 0
        for index in 0..<width {
            let byte = self[offset + (order == .bigEndian ? index : width - 1 - index)]
            value = value << 8 | Number(truncatingIfNeeded: byte)
        }
        return value
    }
}

/// Arithmetic on numbers from evidence: nil where the result does not fit.
extension Int64 {
    func adding(_ other: Int64) -> Int64? {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? nil : sum
    }

    func multiplied(by other: Int64) -> Int64? {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? nil : product
    }
}
