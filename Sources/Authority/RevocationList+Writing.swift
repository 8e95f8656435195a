internal import Crypto
internal import Findings
internal import struct Foundation.Date
internal import SwiftASN1
internal import X509

/// The list as a file: a certificate revocation list of version 2 (RFC 5280, section 5.1), signed with ECDSA and
/// SHA-384, which OpenSSL and PostgreSQL read too.
///
///     CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue BIT STRING }
extension RevocationList {
    static let ecdsaWithSHA384: ASN1ObjectIdentifier = [1, 2, 840, 10045, 4, 3, 3]
    static let reasonCode: ASN1ObjectIdentifier = [2, 5, 29, 21]
    static let listNumber: ASN1ObjectIdentifier = [2, 5, 29, 20]

    /// - Parameter nextUpdate: until when the list may be relied on.
    func signed(by key: P384.Signing.PrivateKey, as issuer: DistinguishedName, nextUpdate: Date) throws -> [UInt8] {
        var content = DER.Serializer()
        try content.appendConstructedNode(identifier: .sequence) { list throws in
            try list.serialize(1 as Int)
            try Self.appendAlgorithm(to: &list)
            try list.serialize(issuer)
            try list.serialize(ListTime(updatedAt))
            try list.serialize(ListTime(nextUpdate))
            try appendEntries(to: &list)
            try appendNumber(to: &list)
        }
        let signature = try key.signature(for: content.serializedBytes).derRepresentation
        var whole = DER.Serializer()
        try whole.appendConstructedNode(identifier: .sequence) { list throws in
            list.serializeRawBytes(content.serializedBytes)
            try Self.appendAlgorithm(to: &list)
            try list.serialize(ASN1BitString(bytes: Array(signature)[...]))
        }
        return whole.serializedBytes
    }

    private static func appendAlgorithm(to list: inout DER.Serializer) throws {
        try list.appendConstructedNode(identifier: .sequence) { try $0.serialize(ecdsaWithSHA384) }
    }

    /// An empty list of entries is left out: the standard wants it so.
    private func appendEntries(to list: inout DER.Serializer) throws {
        guard !entries.isEmpty else { return }
        try list.appendConstructedNode(identifier: .sequence) { rows throws in
            for (serial, entry) in entries.sorted(by: { $0.key < $1.key }) {
                try rows.appendConstructedNode(identifier: .sequence) { row throws in
                    try row.serialize((Hexadecimal.bytes(serial) ?? [])[...])
                    try row.serialize(ListTime(entry.revokedAt))
                    guard entry.reason != .unspecified else { return }
                    try row.appendConstructedNode(identifier: .sequence) { extensions throws in
                        try Self.appendExtension(
                            Self.reasonCode, [0x0a, 1, entry.reason.code], to: &extensions)
                    }
                }
            }
        }
    }

    private func appendNumber(to list: inout DER.Serializer) throws {
        var value = DER.Serializer()
        try value.serialize(number)
        try list.serialize(explicitlyTaggedWithTagNumber: 0, tagClass: .contextSpecific) { tagged throws in
            try tagged.appendConstructedNode(identifier: .sequence) { extensions throws in
                try Self.appendExtension(Self.listNumber, value.serializedBytes, to: &extensions)
            }
        }
    }

    private static func appendExtension(
        _ name: ASN1ObjectIdentifier, _ value: [UInt8], to extensions: inout DER.Serializer
    ) throws {
        try extensions.appendConstructedNode(identifier: .sequence) { node throws in
            try node.serialize(name)
            try node.serialize(ASN1OctetString(contentBytes: value[...]))
        }
    }
}
