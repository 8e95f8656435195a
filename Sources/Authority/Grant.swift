internal import Findings
public import struct Foundation.Date
internal import SwiftASN1
public import X509

/// What a certificate says of its bearer.
public struct Grant: Hashable, Sendable {
    public let member: Member
    /// Under what others reach it; empty for all but coordinators.
    public let hosts: [HostName]
    /// Lower-case hex of the serial number (RFC 5280, section 4.1.2.2).
    public let serial: String
    /// UTC, to the second; both are within it.
    public let from: Date
    public let to: Date
}

extension Grant {
    /// - Returns: nil for a certificate of no member: an authority's own, or somebody else's.
    init?(_ certificate: Certificate) {
        let names = (try? certificate.extensions.subjectAlternativeNames) ?? SubjectAlternativeNames()
        let members = names.compactMap { name in
            if case .uniformResourceIdentifier(let uri) = name { Member(uri: uri) } else { nil }
        }
        // One that speaks for two would be taken for either.
        guard members.count == 1, let member = members.first else { return nil }
        self.member = member
        hosts = names.compactMap { HostName($0) }
        serial = certificate.serialNumber.text
        (from, to) = (certificate.notValidBefore, certificate.notValidAfter)
    }
}

extension Certificate.SerialNumber {
    /// Lower-case hex, two digits a byte.
    var text: String { Hexadecimal.text(Array(bytes)) }
}

extension Member {
    /// Whom a certificate speaks for; nil for nobody.
    public init?(of certificate: Certificate) {
        guard let grant = Grant(certificate) else { return nil }
        self = grant.member
    }
}
