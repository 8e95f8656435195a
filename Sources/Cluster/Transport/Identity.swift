internal import Authority
internal import Foundation
internal import Logging
internal import NIOCertificateReloading
internal import NIOCore
internal import NIOSSL

/// How one end of a connection between machines proves who it is, and judges the other. Renewed certificates and new
/// revocation lists are picked up while it runs.
struct Identity: Sendable {
    let trust: LiveTrust
    let reloader: TimedCertificateReloader
    private let credentials: Credentials
    private let role: MemberRole
    private let log: RefusalLog
    private let metrics: PeerMetrics

    /// How often the certificate's files are looked at.
    private static let reloadInterval: Duration = .seconds(5)

    /// - Throws: `AuthorityError` for files that cannot be read; `Refusal` for a certificate that is not this role's: what
    ///   is expired or not valid yet may be mended while the process runs, and is only said.
    init(in folder: String, as role: MemberRole, logger: Logger, metrics: PeerMetrics) throws {
        credentials = Credentials(in: folder)
        self.role = role
        (self.metrics, log) = (metrics, RefusalLog(logger: logger, metrics: metrics))
        trust = try LiveTrust(of: credentials) { logger.error("\($0)") }
        _ = try credentials.grant()
        reloader = try .makeReloaderValidatingSources(
            refreshInterval: Self.reloadInterval,
            certificateSource: .init(location: .file(path: credentials.certificatePath), format: .pem),
            privateKeySource: .init(location: .file(path: credentials.keyPath), format: .pem))
        if case .failure(let refusal) = try credentials.judgeOwn(as: role, at: Date()), !refusal.isMendable {
            throw refusal
        }
    }

    /// Who this process is.
    /// - Throws: `AuthorityError` when its files cannot be read.
    func grant() throws -> Grant { try credentials.grant() }

    /// Picks up renewed certificates, and says when this process's own is not accepted, for as long as it runs.
    func keepFresh() async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await reloader.run() }
            group.addTask { try await lookAtItself() }
            try await group.next()
            group.cancelAll()
        }
    }

    /// The other end may only say that it refuses: why, this end knows best about itself.
    private func lookAtItself() async throws {
        while true {
            if let own = try? credentials.grant() { metrics.ends(at: own.to) }
            if case .failure(let refusal)? = try? credentials.judgeOwn(as: role, at: Date()) {
                log.note(refusal, of: "This process's own certificate is not accepted")
            }
            try await Task.sleep(for: Self.reloadInterval)
        }
    }

    typealias Verification =
        @Sendable (
            [NIOSSLCertificate], EventLoopPromise<NIOSSLVerificationResultWithMetadata>
        ) -> Void

    /// Judges a peer while the connection is made.
    /// - Parameters:
    ///   - roles: those that may stand at the other end.
    ///   - host: under what the peer was dialled; nil where the peer dials.
    ///   - isLenient: lets in what is the authority's but not in order, to be told why at each call.
    func verification(as roles: Set<MemberRole>, on host: HostName?, isLenient: Bool) -> Verification {
        { chain, promise in
            let der = chain.first.flatMap { try? $0.toDERBytes() } ?? []
            switch trust.current.judge(der: der, as: roles, on: host, at: Date()) {
            case .success: promise.succeed(.certificateVerified(VerificationMetadata(nil)))
            case .failure(let refusal):
                let isAdmitted = isLenient && refusal.isOfMember
                if !isAdmitted {
                    log.note(refusal, of: host.map { "Refused the coordinator at \($0)" } ?? "Refused a peer")
                }
                promise.succeed(isAdmitted ? .certificateVerified(VerificationMetadata(nil)) : .failed)
            }
        }
    }

    /// Notes that a call was refused.
    func note(_ refusal: Refusal) { log.note(refusal, of: "Refused a peer") }
}

extension Refusal {
    /// Whether time or a copied file mends it while the process runs.
    fileprivate var isMendable: Bool {
        switch self {
        case .notYetValid, .expired, .revoked: true
        case .foreign, .nobody, .wrongRole, .wrongHost: false
        }
    }

    /// Whether the authority once let the bearer in.
    fileprivate var isOfMember: Bool {
        switch self {
        case .foreign, .nobody: false
        case .notYetValid, .expired, .revoked, .wrongRole, .wrongHost: true
        }
    }
}
