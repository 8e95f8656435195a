internal import Findings
internal import struct Foundation.Date

/// A bound parameter of a statement, in PostgreSQL's binary format.
struct Parameter {
    /// The type's object identifier (PostgreSQL: `pg_type.dat`).
    let type: UInt32
    /// nil is NULL.
    let bytes: [UInt8]?

    private init(_ type: UInt32, _ encode: ((inout BinaryRows) -> Void)?) {
        self.type = type
        guard let encode else {
            bytes = nil
            return
        }
        var rows = BinaryRows()
        encode(&rows)
        bytes = rows.takeBytes()
    }

    static func bool(_ value: Bool?) -> Parameter {
        Parameter(16, value.map { value in { $0.write(UInt8(value ? 1 : 0)) } })
    }
    static func int16(_ value: Int16?) -> Parameter { Parameter(21, value.map { value in { $0.write(value) } }) }
    static func int32(_ value: Int32?) -> Parameter { Parameter(23, value.map { value in { $0.write(value) } }) }
    static func int64(_ value: Int64?) -> Parameter { Parameter(20, value.map { value in { $0.write(value) } }) }
    static func bytes(_ value: [UInt8]?) -> Parameter { Parameter(17, value.map { value in { $0.write(value) } }) }
    static func text(_ value: String?) -> Parameter { Parameter(25, value.map { value in { $0.write(text: value) } }) }

    /// A JSON document as `jsonb`.
    static func json(_ value: String?) -> Parameter {
        Parameter(
            3802,
            value.map { value in
                {
                    $0.write(UInt8(1)); $0.write(text: value)
                }
            })
    }

    static func time(_ value: Date?) -> Parameter {
        Parameter(1184, value.map { value in { $0.write(StoreTime(value).microseconds) } })
    }

    static func time(_ value: Timestamp?) -> Parameter {
        Parameter(1184, value.map { value in { $0.write(StoreTime(value).microseconds) } })
    }

    /// A duration as `interval`: microseconds, days, months.
    static func interval(_ value: Duration) -> Parameter {
        let (seconds, attoseconds) = value.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let microseconds =
            overflow ? Int64.max : whole.addingReportingOverflow(attoseconds / 1_000_000_000_000).partialValue
        return Parameter(1186) {
            $0.write(microseconds); $0.write(Int32(0)); $0.write(Int32(0))
        }
    }

    static func int64s(_ values: [Int64]) -> Parameter { Parameter(1016) { $0.write(array: values) } }
    static func int32s(_ values: [Int32]) -> Parameter { Parameter(1007) { $0.write(array: values) } }
    static func texts(_ values: [String]) -> Parameter {
        Parameter(1009) { $0.write(arrayOf: 25, values) { $0.write(text: $1) } }
    }
    static func byteStrings(_ values: [[UInt8]]) -> Parameter {
        Parameter(1001) { $0.write(arrayOf: 17, values) { $0.write($1) } }
    }
}
