import Foundation
import TestSupport
import Testing

@testable import Processes

@Suite("The memory of a process")
struct ProcessMemoryTests {
    @Test("is what it holds privately, resident or swapped out, and no file's")
    func countsPrivateMemory() {
        let status = """
            Name:\tcaseload
            Groups:\t4 24 27
            VmData:\t  900000 kB
            RssAnon:\t   40960 kB
            RssFile:\t   71000 kB
            RssShmem:\t   5000 kB
            VmSwap:\t    2048 kB
            """
        #expect(ProcessMemory.privateByteCount(inStatus: status) == (40_960 + 2_048) << 10)
        #expect(ProcessMemory.privateByteCount(inStatus: "Name:\tcaseload\nState:\tZ (zombie)") == nil)
    }

    @Test("is known while it lives")
    func isKnown() throws {
        let own = try #require(ProcessMemory.privateByteCount(of: ProcessInfo.processInfo.processIdentifier))
        #expect(own > 1 << 20)
        #expect(ProcessMemory.privateByteCount(of: Int32.max) == nil)
    }
}
