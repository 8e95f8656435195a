/// A text file as a stream of bytes: UTF-8 (decoded from UTF-16), or the file's own where it has no byte-order mark.
/// Knows for every byte where in the file it stands. Holds at most a piece and what the caller keeps of the last.
struct TextSource {
    let file: SourceFile
    let encoding: TextEncoding
    /// Decoded bytes; those before `position` are done with.
    private(set) var buffer: [UInt8] = []
    var position = 0
    /// Where the next piece is read.
    private var readOffset: Int64
    /// Bytes of the file that are read but not yet a whole character.
    private var undecoded: [UInt8] = []
    private var isAtEnd = false
    /// A place whose offset in the file is known, at or before `position`.
    private var landmark: (index: Int, offset: Int64)

    /// How much of the file is read at once, in bytes.
    static let pieceByteCount = 256 * 1024

    init(_ file: SourceFile) throws(HashSetError) {
        self.file = file
        let (encoding, markByteCount) = TextEncoding.of(try file.opening(3))
        self.encoding = encoding
        readOffset = Int64(markByteCount)
        landmark = (0, Int64(markByteCount))
    }

    /// Where in the file the byte at `position` stands.
    var offset: Int64 { mutating get { offset(at: position) } }

    /// Where in the file the decoded byte at `index` stands, which is not before one asked for earlier.
    mutating func offset(at index: Int) -> Int64 {
        if index > landmark.index {
            landmark = (index, landmark.offset + encoding.fileByteCount(buffer[landmark.index..<index]))
        }
        return landmark.offset
    }

    /// Takes the next byte; nil at the end.
    @inline(__always) mutating func next() throws(HashSetError) -> UInt8? {
        if position == buffer.count {
            guard try refill(keeping: position) else { return nil }
        }
        defer { position += 1 }
        return buffer[position]
    }

    /// The next byte without taking it; nil at the end.
    @inline(__always) mutating func peek() throws(HashSetError) -> UInt8? {
        if position == buffer.count {
            guard try refill(keeping: position) else { return nil }
        }
        return buffer[position]
    }

    /// Reads on behind what is buffered, and lets go of what stands before index `start`, which becomes index 0.
    /// - Returns: false at the end of the file, with nothing changed but the indices.
    mutating func refill(keeping start: Int) throws(HashSetError) -> Bool {
        landmark = (0, offset(at: start))
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
        } else {
            buffer.removeFirst(start)
        }
        position -= start
        let count = buffer.count
        while buffer.count == count {
            if isAtEnd { return false }
            try readPiece()
        }
        return true
    }

    private mutating func readPiece() throws(HashSetError) {
        if encoding == .bytes {
            let got = try file.read(at: readOffset, count: Self.pieceByteCount, into: &buffer)
            readOffset += Int64(got)
            isAtEnd = got == 0
            return
        }
        let got = try file.read(at: readOffset, count: Self.pieceByteCount, into: &undecoded)
        readOffset += Int64(got)
        isAtEnd = got == 0
        let taken = encoding.decode(undecoded[...], isEnd: isAtEnd, onto: &buffer)
        undecoded.removeFirst(taken)
    }
}
