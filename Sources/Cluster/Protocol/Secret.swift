internal import Glibc
internal import GRPCCore
internal import Processes

/// What proves on one machine that a worker belongs to the coordinator's user: 32 random bytes in a file that only that
/// user can read. It is sent with every call, and never logged.
public struct Secret: Sendable {
    private let text: String

    /// Reads the secret from a file.
    /// - Throws: `ProtocolError` when the file cannot be read or others can read it too.
    public init(readingFrom path: String) throws(ProtocolError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw ProtocolError("no secret at \(path)") }
        guard status.st_mode & 0o077 == 0 else { throw ProtocolError("others can read the secret \(path): chmod 600") }
        guard let text = SmallFile.contents(at: path), text.count >= 32 else {
            throw ProtocolError("the secret at \(path) cannot be read or is too short")
        }
        self.text = text
    }

    /// Makes a new secret and keeps it in a file of mode 0600.
    public init(makingAt path: String) throws(ProtocolError) {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<4).map { _ in String(generator.next(), radix: 16) }
        text = digits.map { String(repeating: "0", count: 16 - $0.count) + $0 }.joined()
        guard SmallFile.write(text, to: path) else { throw ProtocolError("cannot write the secret to \(path)") }
    }

    static let metadataKey = "caseload-secret"

    func sign(_ metadata: inout Metadata) { metadata.addString(text, forKey: Self.metadataKey) }

    /// Compares in a time that does not depend on where the first difference is.
    func isBorne(by metadata: Metadata) -> Bool {
        guard let borne = metadata[stringValues: Self.metadataKey].first(where: { _ in true }) else { return false }
        let (a, b) = (Array(borne.utf8), Array(text.utf8))
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Adds the secret to every call.
struct SecretBearer: ClientInterceptor {
    let secret: Secret

    @concurrent func intercept<Input: Sendable, Output: Sendable>(
        request: StreamingClientRequest<Input>, context: ClientContext,
        next: @concurrent (StreamingClientRequest<Input>, ClientContext) async throws -> StreamingClientResponse<Output>
    ) async throws -> StreamingClientResponse<Output> {
        var request = request
        secret.sign(&request.metadata)
        return try await next(request, context)
    }
}

/// Refuses every call that does not bear the secret.
struct SecretKeeper: ServerInterceptor {
    let secret: Secret

    @concurrent func intercept<Input: Sendable, Output: Sendable>(
        request: StreamingServerRequest<Input>, context: ServerContext,
        next:
            @concurrent @Sendable (StreamingServerRequest<Input>, ServerContext) async throws ->
            StreamingServerResponse<Output>
    ) async throws -> StreamingServerResponse<Output> {
        guard secret.isBorne(by: request.metadata) else {
            throw RPCError(code: .unauthenticated, message: "The call does not bear this coordinator's secret.")
        }
        return try await next(request, context)
    }
}
