/// Comma-separated values (RFC 4180): CRLF, a header line with the names of the fields, quotes where they are needed.
struct CSVWriter<Subject: Record>: RecordWriter {
    private let fields = Subject.fields

    mutating func begin(in bytes: inout [UInt8]) {
        append(fields.map { .text($0.name) }, to: &bytes)
    }

    mutating func write(_ record: Subject, to bytes: inout [UInt8]) {
        append(fields.map { $0.value(record) }, to: &bytes)
    }

    private func append(_ cells: [FieldValue], to bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            CSVText.append(cell, to: &bytes)
        }
        bytes += "\r\n".utf8
    }
}
