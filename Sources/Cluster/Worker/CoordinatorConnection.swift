internal import ClusterProtocol
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import Logging

/// A worker's line to its coordinator. Calls wait, and say so once, while the coordinator cannot be reached or its
/// database is away; only an answer that means "never" is thrown.
struct CoordinatorConnection: Sendable {
    typealias Transport = HTTP2ClientTransport.Posix

    let client: Caseload_V1_Coordination.Client<Transport>
    let logger: Logger

    /// A line over a Unix socket of this machine.
    static func grpcClient(socketPath: String, secret: Secret) throws -> GRPCClient<Transport> {
        GRPCClient(
            transport: try .http2NIOPosix(
                target: .unixDomainSocket(path: socketPath), transportSecurity: .plaintext,
                config: .defaults {
                    $0.backoff.initial = .milliseconds(50)
                    $0.backoff.max = .seconds(2)
                    $0.http2.targetWindowSize = ProtocolLimits.windowByteCount
                }),
            interceptors: [SecretBearer(secret: secret)])
    }

    /// The longest that a single call may take before it is tried again.
    private static let patience: Duration = .seconds(60)

    /// - Parameters:
    ///   - waiting: whether a call waits until there is a connection.
    ///   - patience: how long it may take.
    func callOptions(waiting: Bool = true, patience: Duration = CoordinatorConnection.patience) -> CallOptions {
        var options = CallOptions.defaults
        options.timeout = patience
        options.waitForReady = waiting
        options.maxRequestMessageBytes = ProtocolLimits.messageByteCount
        options.maxResponseMessageBytes = ProtocolLimits.messageByteCount
        return options
    }

    /// Repeats `call` until it is answered.
    /// - Parameter isWorthwhile: asked before each attempt; once it says no, nothing is called any more.
    /// - Returns: the answer; nil when it is no longer worth while.
    func persistently<Answer>(
        _ purpose: String, while isWorthwhile: () -> Bool = { true },
        _ call: (Caseload_V1_Coordination.Client<Transport>, CallOptions) async throws -> Answer
    ) async throws -> Answer? {
        var backoff = Backoff()
        var isMissed = false
        while isWorthwhile() {
            do {
                let answer = try await call(client, callOptions())
                if isMissed { logger.notice("The coordinator answers again.") }
                return answer
            } catch let error as RPCError where error.code.isPassing {
                try Task.checkCancellation()
                if backoff.attempts == 0 {
                    // What the coordinator itself waits for, it has said.
                    isMissed = error.code != .aborted
                    let level: Logger.Level = isMissed ? .warning : .info
                    logger.log(level: level, "Waiting for the coordinator to \(purpose): \(error.message)")
                }
                try await Task.sleep(for: backoff.next())
            }
        }
        return nil
    }
}

extension RPCError.Code {
    /// Whether the same call may succeed later: the coordinator restarts, or waits for its database.
    var isPassing: Bool { self == .unavailable || self == .deadlineExceeded || self == .aborted }
}

/// How long to wait before the next attempt: doubling, up to two seconds.
struct Backoff {
    private(set) var attempts = 0

    mutating func next() -> Duration {
        defer { attempts += 1 }
        return .milliseconds(min(2000, 50 << min(attempts, 6)))
    }
}
