import FileTypes
import Testing

@testable import Examination

@Suite("The first bytes of a content in pieces")
struct ContentPrefixTests {
    /// ECMA-119, 8.1: the mark of a disc lies at byte 32,769.
    @Test("tell its type however long the pieces are", arguments: [1, 512, 8192, 100_000])
    func pieces(byteCount: Int) {
        var content = [UInt8](repeating: 0, count: 200_000)
        content.replaceSubrange(32_768..<32_774, with: [1] + Array("CD001".utf8))
        var prefix = ContentPrefix()
        #expect(prefix.type(byteCount: 200_000) == nil)
        for start in stride(from: 0, to: content.count, by: byteCount) {
            prefix.add(content[start..<min(content.count, start + byteCount)].span)
        }
        let type = prefix.type(byteCount: 200_000)
        #expect(type == "application/x-iso9660-image")
        #expect(type == FileType.mime(ofPrefix: content.span, byteCount: 200_000))
    }
}
