extension OutputFormat {
    /// The writer of a listing.
    func writer<Subject: Record>(of kind: Subject.Type, for terminal: Terminal) -> any RecordWriter<Subject> {
        switch self {
        case .table: TableWriter(for: terminal)
        case .json: JSONArrayWriter()
        case .jsonl: JSONLinesWriter()
        case .csv: CSVWriter()
        }
    }

    /// The writer of one thing: in full, and in JSON without an array around it.
    func writer<Subject: Record>(ofOne kind: Subject.Type, for terminal: Terminal) -> any RecordWriter<Subject> {
        switch self {
        case .table: BlockWriter(terminal: terminal)
        case .json, .jsonl: JSONLinesWriter()
        case .csv: CSVWriter()
        }
    }
}
