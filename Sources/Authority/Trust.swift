public import Foundation
internal import SwiftASN1
public import X509

/// Whom a process trusts: those whom its authority has issued a certificate to and not taken it back. A rule: it is told
/// the time.
public struct Trust: Sendable {
    let authority: Certificate
    public let revoked: RevocationList

    /// Judges the certificate that a peer has shown, and whose key it has proven to hold.
    /// - Parameters:
    ///   - der: the certificate.
    ///   - roles: those that may stand where the peer stands.
    ///   - host: under what it was dialled; nil where it was not.
    public func judge(
        der: [UInt8], as roles: Set<MemberRole>, on host: HostName? = nil, at now: Date
    ) -> Result<Grant, Refusal> {
        guard let certificate = try? Certificate(derEncoded: der) else { return .failure(.foreign(subject: "?")) }
        return judge(certificate, as: roles, on: host, at: now)
    }

    /// Judges a certificate that has been parsed already.
    public func judge(
        _ certificate: Certificate, as roles: Set<MemberRole>, on host: HostName? = nil, at now: Date
    ) -> Result<Grant, Refusal> {
        let subject = certificate.subject.description
        guard isIssued(certificate) else { return .failure(.foreign(subject: subject)) }
        return judgeAgain(certificate, as: roles, on: host, at: now)
    }

    /// Judges a certificate that was found to be the authority's before: whether it still is in its time and not revoked.
    /// It costs no signature.
    public func judgeAgain(
        _ certificate: Certificate, as roles: Set<MemberRole>, on host: HostName? = nil, at now: Date
    ) -> Result<Grant, Refusal> {
        let subject = certificate.subject.description
        guard isEndEntity(certificate), let grant = Grant(certificate) else {
            return .failure(.nobody(subject: subject))
        }
        return refusal(of: grant, as: roles, on: host, at: now).map { .failure($0) } ?? .success(grant)
    }

    /// This trust in the place of an earlier one of the same process. A list that is older than the one in force does not
    /// take its place: somebody could let the revoked in again by copying an old file back.
    func following(_ earlier: Trust) -> Trust {
        guard authority == earlier.authority, revoked.number < earlier.revoked.number else { return self }
        return Trust(authority: authority, revoked: earlier.revoked)
    }

    /// Whether the authority's key has signed it (RFC 5280, section 6.1, for a chain of one link).
    private func isIssued(_ certificate: Certificate) -> Bool {
        certificate.issuer == authority.subject
            && authority.publicKey.isValidSignature(certificate.signature, for: certificate)
    }

    private func isEndEntity(_ certificate: Certificate) -> Bool {
        let known: Set<ASN1ObjectIdentifier> = [
            .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage, .X509ExtensionID.extendedKeyUsage,
            .X509ExtensionID.subjectAlternativeName,
        ]
        return (try? certificate.extensions.basicConstraints) == .notCertificateAuthority
            && certificate.extensions.allSatisfy { !$0.critical || known.contains($0.oid) }
    }

    /// What can never be mended by waiting comes first: who was revoked need not be told that he also expired.
    private func refusal(of grant: Grant, as roles: Set<MemberRole>, on host: HostName?, at now: Date) -> Refusal? {
        if let entry = revoked.entry(of: grant.serial) {
            return .revoked(grant.member, at: entry.revokedAt, reason: entry.reason)
        }
        if now < grant.from { return .notYetValid(grant.member, from: grant.from) }
        if now > grant.to { return .expired(grant.member, at: grant.to) }
        guard roles.contains(grant.member.role) else { return .wrongRole(grant.member, needed: roles) }
        if let host, !grant.hosts.contains(host) {
            return .wrongHost(grant.member, dialled: host, hosts: grant.hosts)
        }
        return nil
    }
}
