import Foundation
import TestSupport
import Testing

@testable import Cluster

@Suite("The place of a coordinator's socket")
struct SocketPlaceTests {
    @Test("is one coordinator's: another is refused, and leaves its socket alone")
    func isHeldByOne() throws {
        let scratch = try ScratchFolder()
        let path = scratch.path("c.sock")
        let holder = try SocketPlace(taking: path)
        try scratch.write("bound".utf8, to: "c.sock")
        #expect(throws: DoorTaken(path: path)) { try SocketPlace(taking: path) }
        #expect(FileManager.default.fileExists(atPath: path))
        holder.leave()
        #expect(!FileManager.default.fileExists(atPath: path))
        try SocketPlace(taking: path).leave()
    }

    @Test("is free again once its holder has gone without a word, and what was left there is removed")
    func outlivesItsHolder() throws {
        let scratch = try ScratchFolder()
        let path = scratch.path("c.sock")
        withExtendedLifetime(try SocketPlace(taking: path)) {}
        try scratch.write("left".utf8, to: "c.sock")
        let next = try SocketPlace(taking: path)
        #expect(!FileManager.default.fileExists(atPath: path))
        next.leave()
    }
}
