public import struct Foundation.Date
internal import SwiftASN1
internal import X509

/// The folder that a member gets from its authority and keeps on its host:
///
///     certificate.pem   who it is
///     key.pem           what proves it; mode 0600
///     authority.pem     whom it trusts
///     revoked.pem       whom it does not trust any more
public struct Credentials: Hashable, Sendable {
    public let folder: String

    public init(in folder: String) { self.folder = folder }

    public var certificatePath: String { "\(folder)/certificate.pem" }
    public var keyPath: String { "\(folder)/key.pem" }
    public var authorityPath: String { "\(folder)/authority.pem" }
    public var revocationPath: String { "\(folder)/revoked.pem" }

    /// Who the bearer is.
    /// - Throws: `AuthorityError` when the certificate cannot be read, or is no member's, or others can read the key.
    public func grant() throws(AuthorityError) -> Grant {
        _ = try KeptFile.readSecret(keyPath)
        guard let grant = Grant(try certificate(at: certificatePath)) else {
            throw AuthorityError(.damaged, subject: certificatePath)
        }
        return grant
    }

    /// Whom the bearer trusts at present.
    /// - Throws: `AuthorityError` when the authority's certificate or its revocation list cannot be read.
    public func trust() throws(AuthorityError) -> Trust {
        let authority = try certificate(at: authorityPath)
        let text = try KeptFile.read(revocationPath)
        do {
            let list = try RevocationList(der: try PEMDocument(pemString: text).derBytes, verifiedBy: authority)
            return Trust(authority: authority, revoked: list)
        } catch { throw AuthorityError(.damaged, subject: revocationPath, cause: "\(error)") }
    }

    /// The bearer's own certificate as others would judge it.
    public func judgeOwn(as role: MemberRole, at now: Date) throws(AuthorityError) -> Result<Grant, Refusal> {
        let own = try certificate(at: certificatePath)
        return try trust().judge(own, as: [role], at: now)
    }

    func certificate(at path: String) throws(AuthorityError) -> Certificate {
        let text = try KeptFile.read(path)
        do { return try Certificate(pemEncoded: text) } catch {
            throw AuthorityError(.damaged, subject: path, cause: "\(error)")
        }
    }

    func write(
        certificate: Certificate, key: Certificate.PrivateKey?, authority: Certificate, revoked: String
    ) throws(AuthorityError) {
        try KeptFile.makeFolder(folder)
        if let key { try KeptFile.write(try Self.pem { try key.serializeAsPEM() }, to: keyPath, mode: 0o600) }
        try KeptFile.write(try Self.pem { try certificate.serializeAsPEM() }, to: certificatePath)
        try KeptFile.write(try Self.pem { try authority.serializeAsPEM() }, to: authorityPath)
        try KeptFile.write(revoked, to: revocationPath)
    }

    static func pem(_ document: () throws -> PEMDocument) throws(AuthorityError) -> String {
        do { return try document().pemString + "\n" } catch {
            throw AuthorityError(.damaged, subject: "certificate", cause: "\(error)")
        }
    }
}
