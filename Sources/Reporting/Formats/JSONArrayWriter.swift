/// One JSON array, a record a line within it.
struct JSONArrayWriter<Subject: Record>: RecordWriter {
    private let fields = Subject.fields
    private var isEmpty = true

    mutating func begin(in bytes: inout [UInt8]) { bytes.append(UInt8(ascii: "[")) }

    mutating func write(_ record: Subject, to bytes: inout [UInt8]) {
        bytes += (isEmpty ? "\n" : ",\n").utf8
        isEmpty = false
        JSONText.append(record, fields: fields, to: &bytes)
    }

    mutating func finish(in bytes: inout [UInt8]) { bytes += (isEmpty ? "]\n" : "\n]\n").utf8 }
}
