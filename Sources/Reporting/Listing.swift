/// Prints records of one kind, one by one, in a format.
public struct Listing<Subject: Record>: ~Copyable {
    private var writer: any RecordWriter<Subject>
    private var output: Output
    private var hasBegun = false
    /// Records printed so far.
    public private(set) var count = 0

    /// - Parameter terminal: what the output is shown on; tables fit themselves to it.
    public init(_ format: OutputFormat, to output: consuming Output, terminal: Terminal) {
        self.output = output
        writer = format.writer(of: Subject.self, for: terminal)
    }

    /// A listing of the one thing that a command shows: in full, and in JSON without an array around it.
    public init(ofOne format: OutputFormat, to output: consuming Output, terminal: Terminal) {
        self.output = output
        writer = format.writer(ofOne: Subject.self, for: terminal)
    }

    public mutating func print(_ record: Subject) throws(OutputError) {
        try begin()
        count += 1
        try output.append { writer.write(record, to: &$0) }
    }

    /// Shows everything that was printed: more may be long in coming.
    public mutating func flush() throws(OutputError) {
        try begin()
        try output.append { writer.settle(in: &$0) }
        try output.flush()
    }

    /// Ends the output properly: an array's last bracket, a short table.
    public consuming func finish() throws(OutputError) {
        try begin()
        try output.append { writer.finish(in: &$0) }
        try output.flush()
    }

    private mutating func begin() throws(OutputError) {
        guard !hasBegun else { return }
        hasBegun = true
        try output.append { writer.begin(in: &$0) }
    }
}
