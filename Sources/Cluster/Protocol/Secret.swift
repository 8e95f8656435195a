internal import GRPCCore
internal import Processes

/// What proves on one machine that a worker belongs to the coordinator's user: 32 random bytes in a file that only that
/// user can read. It is sent with every call, and never logged.
public struct Secret: Sendable {
    private let text: String

    /// Reads the secret from a file.
    /// - Throws: `SecretError` when the file cannot be read, others can read it too, or it holds no secret.
    public init(readingFrom path: String) throws(SecretError) {
        // Editors and `echo` end every line.
        text = String(try OwnersFile.text(at: path).prefix { !$0.isNewline })
        guard text.count >= 32 else {
            throw SecretError(path: path, flaw: "its first line has fewer than 32 characters. Make a new secret")
        }
    }

    /// Makes a new secret and keeps it in a file of mode 0600.
    public init(makingAt path: String) throws(SecretError) {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<4).map { _ in String(generator.next(), radix: 16) }
        text = digits.map { String(repeating: "0", count: 16 - $0.count) + $0 }.joined()
        guard SmallFile.write(text, to: path) else { throw SecretError(path: path, flaw: "it cannot be written") }
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
