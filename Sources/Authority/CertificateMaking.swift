internal import struct Foundation.Date
internal import SwiftASN1
internal import X509

/// The two kinds of certificate that there are (RFC 5280): an authority's own, which signs itself, and a member's, which
/// the authority signs. Nothing stands between the two, so that a chain has one link.
enum CertificateMaking {
    static func authority(
        named name: String, key: Certificate.PrivateKey, from: Date, to: Date
    ) throws -> Certificate {
        let subject = try DistinguishedName { CommonName(name) }
        return try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey, notValidBefore: from, notValidAfter: to,
            issuer: subject, subject: subject,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: key.publicKey)
            }, issuerPrivateKey: key)
    }

    static func member(
        _ member: Member, hosts: [HostName], key: Certificate.PublicKey, from: Date, to: Date,
        issuer: Certificate, issuerKey: Certificate.PrivateKey
    ) throws -> Certificate {
        let names = [.uniformResourceIdentifier(member.uri)] + hosts.map(\.generalName)
        return try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key, notValidBefore: from, notValidAfter: to,
            issuer: issuer.subject, subject: try DistinguishedName { CommonName(member.name) },
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage(member.role == .coordinator ? [.serverAuth, .clientAuth] : [.clientAuth])
                SubjectKeyIdentifier(hash: key)
                AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: issuer.publicKey).keyIdentifier)
                SubjectAlternativeNames(names)
            }, issuerPrivateKey: issuerKey)
    }
}
