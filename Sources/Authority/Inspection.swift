internal import Crypto
public import Foundation
internal import SwiftASN1
internal import X509

/// What a certificate says, and how it stands.
public struct Inspection: Hashable, Sendable {
    public let subject: String
    public let issuer: String
    /// nil for an authority's own certificate, or a foreign one.
    public let grant: Grant?
    /// Lower-case hex.
    public let serial: String
    public let from: Date
    public let to: Date
    /// Of the whole certificate, as other tools print it.
    public let sha256: [UInt8]
    /// Why it would be refused now; nil when it would not, or when nothing is there to judge it by.
    public let refusal: Refusal?

    /// - Parameter path: a member's folder, whose certificate is judged by the authority and the revocation list beside it,
    ///   or a certificate's file, of which only the time is judged.
    public init(of path: String, at now: Date) throws(AuthorityError) {
        let folder = Credentials(in: path)
        guard KeptFile.exists(folder.certificatePath) else {
            let certificate = try folder.certificate(at: path)
            try self.init(certificate, refusal: Grant(certificate).flatMap { Self.untimely($0, at: now) })
            return
        }
        let certificate = try folder.certificate(at: folder.certificatePath)
        let verdict = try folder.trust().judge(certificate, as: Set(MemberRole.allCases), at: now)
        if case .failure(let refusal) = verdict {
            try self.init(certificate, refusal: refusal)
        } else {
            try self.init(certificate, refusal: nil)
        }
    }

    private static func untimely(_ grant: Grant, at now: Date) -> Refusal? {
        if now < grant.from { return .notYetValid(grant.member, from: grant.from) }
        return now > grant.to ? .expired(grant.member, at: grant.to) : nil
    }

    private init(_ certificate: Certificate, refusal: Refusal?) throws(AuthorityError) {
        subject = certificate.subject.description
        issuer = certificate.issuer.description
        grant = Grant(certificate)
        serial = certificate.serialNumber.text
        (from, to) = (certificate.notValidBefore, certificate.notValidAfter)
        var coder = DER.Serializer()
        do { try coder.serialize(certificate) } catch {
            throw AuthorityError(.damaged, subject: subject, cause: "\(error)")
        }
        sha256 = Array(SHA256.hash(data: coder.serializedBytes))
        self.refusal = refusal
    }
}
