internal import Findings

/// The bytes of an image on another computer, read as if it were here: what can be read and what cannot, and why, are the
/// same for each byte that reading begins at.
///
/// It holds 32 MiB of pieces, and has 9 MiB under way at most.
final class StreamedBlocks {
    static let memoryByteCount = 32 << 20

    private let byteCount: Int64
    private let path: String
    private let line: any BlockLine
    private let rule: ReadAhead
    private var pieces = PieceStore(byteLimit: StreamedBlocks.memoryByteCount)
    /// What is asked for and not answered.
    private var questions: [Int64: ByteRange] = [:]
    private var unitsUnderWay: Set<Int64> = []
    private var bytesUnderWay: Int64 = 0
    private var lastNumber: Int64 = 0
    private var expectation = Expectation()
    /// The unit that was read last.
    private var lastUnit: Int64 = -1
    /// What lies behind damage is asked for from the very byte on that is read: only so is the answer what it would be here.
    private var exact: StreamedPiece?

    /// Answers under way to what was asked otherwise are not waited for any more.
    var readsUnacquired = false {
        didSet {
            (questions, unitsUnderWay, bytesUnderWay, exact) = ([:], [], 0, nil)
            pieces = PieceStore(byteLimit: Self.memoryByteCount)
        }
    }

    init(_ opening: ImageOpening, over line: any BlockLine) {
        (byteCount, path, self.line) = (opening.description.byteCount, opening.path, line)
        rule = ReadAhead(byteCount: byteCount)
    }

    /// Is told what will be read next; what was said before counts no more.
    func expect(_ ranges: [ByteRange]) { expectation = Expectation(of: ranges, onDeviceOf: byteCount) }

    /// Fills the front of `buffer`, with fewer bytes than fit at times.
    /// - Precondition: `offset` lies on the device.
    func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Int {
        let count = try readPiece(at: offset, into: &buffer)
        expectation.note(read: count)
        return count
    }

    private func readPiece(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Int {
        if let count = try exact?.read(at: offset, into: &buffer) { return count }
        askAhead(of: offset, wanting: buffer.count)
        askForExpected()
        let piece = piece(at: offset)
        if let count = try piece.read(at: offset, into: &buffer) { return count }
        let rest = ask(exactly: ByteRange(offset: offset, byteCount: piece.range.end - offset))
        exact = rest
        if let count = try rest.read(at: offset, into: &buffer) { return count }
        throw EvidenceError(
            .imageChanged, path: path, byteOffset: offset, byteCount: byteCount - offset,
            cause: "it has \(byteCount) bytes, and nothing is to be had from here on")
    }

    private func piece(at offset: Int64) -> StreamedPiece {
        while true {
            if let piece = pieces.piece(at: offset) { return piece }
            let unit = offset / ReadAhead.unit
            if !unitsUnderWay.contains(unit) {
                let start = unit * ReadAhead.unit
                ask(for: ByteRange(offset: start, byteCount: min(ReadAhead.unit, byteCount - start)))
            }
            takeAnswer()
        }
    }

    private func askAhead(of offset: Int64, wanting wanted: Int) {
        // Within a unit nothing new comes up.
        guard offset / ReadAhead.unit != lastUnit, bytesUnderWay < ReadAhead.window else { return }
        lastUnit = offset / ReadAhead.unit
        for range in rule.questions(
            at: offset, wanting: Int64(wanted), isKnown: { pieces.holds(unit: $0) || unitsUnderWay.contains($0) })
        where bytesUnderWay < ReadAhead.window { ask(for: range) }
    }

    private func askForExpected() {
        while bytesUnderWay < ReadAhead.window,
            let range = expectation.nextQuestion(isKnown: { pieces.holds(unit: $0) || unitsUnderWay.contains($0) })
        {
            ask(for: ByteRange(offset: range.offset, byteCount: min(range.byteCount, byteCount - range.offset)))
        }
    }

    private func ask(for range: ByteRange) {
        lastNumber += 1
        questions[lastNumber] = range
        bytesUnderWay += range.byteCount
        unitsUnderWay.formUnion(range.units)
        line.ask(lastNumber, for: range, readingUnacquired: readsUnacquired)
    }

    /// Asks for one range, and takes the answers that come before.
    private func ask(exactly range: ByteRange) -> StreamedPiece {
        lastNumber += 1
        let number = lastNumber
        line.ask(number, for: range, readingUnacquired: readsUnacquired)
        while true {
            let answer = line.next()
            if answer.number == number { return StreamedPiece(range: range, block: answer.block) }
            take(answer)
        }
    }

    private func takeAnswer() { take(line.next()) }

    private func take(_ answer: (number: Int64, block: Block)) {
        guard let range = questions.removeValue(forKey: answer.number) else { return }
        bytesUnderWay -= range.byteCount
        unitsUnderWay.subtract(range.units)
        pieces.insert(StreamedPiece(range: range, block: answer.block))
    }
}
