extension Record {
    /// The record as one JSON object (RFC 8259) on a line of its own, as the format `jsonl` prints it.
    public var jsonLine: [UInt8] {
        var writer = JSONLinesWriter<Self>()
        var bytes: [UInt8] = []
        writer.write(self, to: &bytes)
        return bytes
    }
}
