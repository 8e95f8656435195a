import Findings
import Testing

@testable import Evidence

@Suite("What is expected to be read of an image on another computer")
struct ExpectationTests {
    private static let unit = ReadAhead.unit

    private static func questions(
        _ ranges: [ByteRange], onDeviceOf byteCount: Int64 = 1 << 40, known: Set<Int64> = []
    ) -> [ByteRange] {
        var (expectation, known, questions) = (Expectation(of: ranges, onDeviceOf: byteCount), known, [ByteRange]())
        while let question = expectation.nextQuestion(isKnown: { known.contains($0) }) {
            known.formUnion(question.units)
            questions.append(question)
        }
        return questions
    }

    @Test("is asked for in its order, in whole units, a mebibyte at once")
    func order() {
        let far = ByteRange(offset: 100 * Self.unit + 7, byteCount: 20 * Self.unit)
        let near = ByteRange(offset: 3, byteCount: 10)
        #expect(
            Self.questions([far, near]) == [
                ByteRange(offset: 100 * Self.unit, byteCount: 16 * Self.unit),
                ByteRange(offset: 116 * Self.unit, byteCount: 5 * Self.unit),
                ByteRange(offset: 0, byteCount: Self.unit),
            ])
    }

    @Test("is asked for in one question where many small contents lie close together")
    func joins() {
        let small = (0..<100).map { ByteRange(offset: $0 * 8192, byteCount: 4096) }
        #expect(Self.questions(small) == [ByteRange(offset: 0, byteCount: 13 * Self.unit)])
    }

    @Test("is not asked for where it is known, nor behind the device's end, nor where nothing can lie")
    func leavesOut() {
        let ranges = [
            ByteRange(offset: 0, byteCount: 4 * Self.unit), ByteRange(offset: .max, byteCount: .max),
            ByteRange(offset: -1, byteCount: 5), ByteRange(offset: 8 * Self.unit, byteCount: .max),
            ByteRange(offset: 9, byteCount: -1),
        ]
        #expect(
            Self.questions(ranges, onDeviceOf: 10 * Self.unit, known: [0, 2]) == [
                ByteRange(offset: Self.unit, byteCount: Self.unit),
                ByteRange(offset: 3 * Self.unit, byteCount: Self.unit),
                ByteRange(offset: 8 * Self.unit, byteCount: 2 * Self.unit),
            ])
    }

    @Test("waits once half of what is kept has not been read yet")
    func waits() {
        var expectation = Expectation(of: [ByteRange(offset: 0, byteCount: 1 << 30)], onDeviceOf: 1 << 30)
        var asked: Int64 = 0
        while let question = expectation.nextQuestion(isKnown: { $0 < asked / Self.unit }) { asked = question.end }
        #expect(asked == Int64(StreamedBlocks.memoryByteCount) / 2)
        expectation.note(read: 1 << 20)
        #expect(expectation.nextQuestion { $0 < asked / Self.unit }?.byteCount == 1 << 20)
        #expect(expectation.nextQuestion { _ in false } == nil)
    }
}
