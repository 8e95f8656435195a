/// Turns records into the bytes of one format. It is a pure value: it writes nothing but to the end of `bytes`.
protocol RecordWriter<Subject> {
    associatedtype Subject

    mutating func begin(in bytes: inout [UInt8])
    mutating func write(_ record: Subject, to bytes: inout [UInt8])
    /// Lets go of everything that was held back: what follows may be long in coming.
    mutating func settle(in bytes: inout [UInt8])
    mutating func finish(in bytes: inout [UInt8])
}

extension RecordWriter {
    mutating func begin(in bytes: inout [UInt8]) {}
    mutating func settle(in bytes: inout [UInt8]) {}
    mutating func finish(in bytes: inout [UInt8]) { settle(in: &bytes) }
}
