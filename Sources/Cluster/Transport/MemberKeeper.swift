internal import Authority
internal import Foundation
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import X509

/// Refuses every call of a peer whose certificate is not in order, and tells it why.
struct MemberKeeper: ServerInterceptor {
    let identity: Identity

    @concurrent func intercept<Input: Sendable, Output: Sendable>(
        request: StreamingServerRequest<Input>, context: ServerContext,
        next:
            @concurrent @Sendable (StreamingServerRequest<Input>, ServerContext) async throws ->
            StreamingServerResponse<Output>
    ) async throws -> StreamingServerResponse<Output> {
        guard let certificate = context.peerCertificate else {
            throw RPCError(code: .unauthenticated, message: "The call comes without a certificate.")
        }
        if case .failure(let refusal) = identity.trust.current.judgeAgain(certificate, as: [.worker], at: Date()) {
            identity.note(refusal)
            throw RPCError(code: .unauthenticated, message: "\(refusal).")
        }
        return try await next(request, context)
    }
}

extension ServerContext {
    /// What the peer has shown; nil on a Unix socket.
    fileprivate var peerCertificate: Certificate? {
        (transportSpecific as? HTTP2ServerTransport.Posix.Context)?.peerCertificate
    }

    /// The member whose certificate the connection bears; nil where it bears none of a lab's.
    var caller: String? { peerCertificate.flatMap { Member(of: $0)?.name } }

    /// Checks that a call speaks for the worker whose certificate its connection bears. On a Unix socket the secret has
    /// spoken for all of a user's workers.
    func admit(_ worker: String) throws(RPCError) {
        guard let certificate = peerCertificate else { return }
        guard let member = Member(of: certificate), member.name == worker else {
            throw RPCError(
                code: .permissionDenied,
                message: "The certificate is of \(certificate.subject), but the call speaks for the worker \(worker).")
        }
    }
}
