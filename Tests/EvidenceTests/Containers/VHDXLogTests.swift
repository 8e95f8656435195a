import Foundation
import TestSupport
import Testing

@testable import Evidence

@Suite("The log of a VHDX")
struct VHDXLogTests {
    private static let identity = [UInt8](repeating: 7, count: 16)

    /// A file with two headers, and a log of a megabyte at the next (MS-VHDX, 2.2.2 and 2.3).
    private func file(_ log: [UInt8]) throws -> EvidenceFile {
        var header = Array("head".utf8) + [UInt8](repeating: 0, count: 4) + le(UInt64(1))
        header += [UInt8](repeating: 1, count: 32) + Self.identity + le(UInt16(0)) + le(UInt16(1))
        header += le(UInt32(log.count)) + le(UInt64(1 << 20)) + [UInt8](repeating: 0, count: 4096 - 80)
        header.replaceSubrange(4..<8, with: le(CRC32C.checksum(of: header.span)))
        var all = [UInt8](repeating: 0, count: 1 << 20) + log
        for place in [65_536, 131_072] { all.replaceSubrange(place..<place + 4096, with: header) }
        let folder = try ScratchFolder()
        return try ExhibitFolder(at: folder.url.path).open(
            String(folder.write(all, to: "log.vhdx").split(separator: "/").last ?? ""))
    }

    private func entry(_ sequence: UInt64, byteCount: Int, isSound: Bool) -> [UInt8] {
        var entry = Array("loge".utf8) + [0, 0, 0, 0] + le(UInt32(byteCount)) + le(UInt32(0)) + le(sequence)
        entry += [UInt8](repeating: 0, count: 8) + Self.identity + le(UInt64(4096)) + le(UInt64(4096))
        entry += [UInt8](repeating: 0, count: 4096 - entry.count)
        if isSound { entry.replaceSubrange(4..<8, with: le(CRC32C.checksum(of: entry.span))) }
        return entry
    }

    @Test("is read where its entries follow one another")
    func whole() throws {
        let log = (1...256).flatMap { entry(UInt64($0), byteCount: 4096, isSound: true) }
        let file = try file(log)
        let header = try #require(try VHDXHeader(in: file))
        #expect(try VHDXLog(of: header, in: file).patches.isEmpty)
    }

    @Test("is given up where each of its sectors says that it begins an entry as long as the log")
    func nested() throws {
        let log = (1...256).flatMap { entry(UInt64($0), byteCount: 1 << 20, isSound: false) }
        let file = try file(log)
        let header = try #require(try VHDXHeader(in: file))
        let error = #expect(throws: EvidenceError.self) { try VHDXLog(of: header, in: file) }
        #expect(error?.cause.contains("lie on one another") == true)
    }
}
