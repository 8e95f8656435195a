internal import Authority
internal import GRPCCore
internal import Shards

/// Holds against a worker what is no call at all: a message that is too long or cannot be read, or more than one. Honest
/// workers send none, whatever their examiners hand in; a call that was cut short is not meant.
struct FormKeeper: ServerInterceptor {
    let service: CoordinationService

    @concurrent func intercept<Input: Sendable, Output: Sendable>(
        request: StreamingServerRequest<Input>, context: ServerContext,
        next:
            @concurrent @Sendable (StreamingServerRequest<Input>, ServerContext) async throws ->
            StreamingServerResponse<Output>
    ) async throws -> StreamingServerResponse<Output> {
        let message: Input
        do { message = try await Self.onlyMessage(of: request) } catch let error as RPCError where error.isOfForm {
            if let worker = context.caller {
                try? await service.note(.inadmissibleFindings, of: worker, detail: "no call: \(error.message)")
            }
            throw error
        }
        let single = ServerRequest(metadata: request.metadata, message: message)
        return try await next(StreamingServerRequest(single: single), context)
    }

    /// What the coordinator is asked comes in one message.
    private static func onlyMessage<Input: Sendable>(of request: StreamingServerRequest<Input>) async throws -> Input {
        var messages = request.messages.makeAsyncIterator()
        guard let message = try await messages.next() else {
            throw RPCError(code: .unavailable, message: "The call ended before it was made.")
        }
        guard try await messages.next() == nil else {
            throw RPCError(code: .invalidArgument, message: "a call of more than one message")
        }
        return message
    }
}

extension RPCError {
    /// Whether it is what came that is wrong, not how far it came. A message that is declared to be too long is refused by the
    /// transport (grpc-swift-nio-transport 2), which says so in these words alone.
    fileprivate var isOfForm: Bool {
        code == .invalidArgument || (code == .internalError && message == "Failed to decode message")
    }
}
