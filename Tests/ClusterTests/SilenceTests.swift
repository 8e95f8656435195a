import NIOCore
import NIOPosix
import Testing

@testable import Cluster

@Suite("A silent connection", .timeLimit(.minutes(15)))
struct SilenceTests {
    @Test("is closed when nothing has come for too long")
    func isClosed() async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { SilenceHandler.install(on: $0, after: .milliseconds(20)) }
            .bind(host: "127.0.0.1", port: 0).get()
        let address = try #require(server.localAddress)
        let client = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connect(to: address).get()
        try await client.closeFuture.get()
        try await server.close()
    }
}
