/// One JSON object a line.
struct JSONLinesWriter<Subject: Record>: RecordWriter {
    private let fields = Subject.fields

    mutating func write(_ record: Subject, to bytes: inout [UInt8]) {
        JSONText.append(record, fields: fields, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
    }
}
