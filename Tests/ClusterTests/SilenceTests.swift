import NIOCore
import NIOEmbedded
import Testing

@testable import Cluster

@Suite("A silent connection")
struct SilenceTests {
    @Test("is closed when nothing has come for 30 seconds, and not before")
    func isClosed() throws {
        let channel = EmbeddedChannel()
        try SilenceHandler.install(on: channel).wait()
        try channel.connect(to: .init(unixDomainSocketPath: "/nowhere")).wait()
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        try channel.writeInbound(ByteBuffer(bytes: [0]))
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }
}
