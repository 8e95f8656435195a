internal import NIOCore

/// Closes a connection on which nothing has come for too long. A peer that lives answers pings; gRPC only says goodbye to one
/// that does not, and waits for its answer before it closes: one that is stopped would hold its descriptor for ever.
final class SilenceHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// Puts the handler before all others of a connection.
    static func install(
        on channel: any Channel, after silence: Duration = ProtocolLimits.silence
    ) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandlers(
                [IdleStateHandler(readTimeout: TimeAmount(silence)), SilenceHandler()], position: .first)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? IdleStateHandler.IdleStateEvent == .read { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }
}
