internal import struct Foundation.Date
internal import SwiftASN1
internal import X509

extension RevocationList {
    /// Reads a list.
    /// - Throws: for what is no list, or none that `authority` has signed.
    init(der: [UInt8], verifiedBy authority: Certificate) throws {
        self = try DER.sequence(try DER.parse(der), identifier: .sequence) { nodes throws in
            guard let content = nodes.next(), let algorithm = nodes.next(), let signatureNode = nodes.next() else {
                throw ASN1Error.invalidASN1Object(reason: "a revocation list has three parts")
            }
            // Outside of what is signed, but it must say the same (RFC 5280, section 5.1.1.2).
            guard try ASN1Algorithm(derEncoded: algorithm).name == Self.ecdsaWithSHA384 else {
                throw ASN1Error.invalidASN1Object(reason: "a revocation list is signed with ECDSA and SHA-384 here")
            }
            let signature = try ASN1BitString(derEncoded: signatureNode).bytes
            guard
                authority.publicKey.isValidSignature(
                    signature, for: Array(content.encodedBytes), signatureAlgorithm: .ecdsaWithSHA384)
            else { throw ASN1Error.invalidASN1Object(reason: "another authority has signed this revocation list") }
            return try Self(content: content)
        }
    }

    private init(content: ASN1Node) throws {
        self = try DER.sequence(content, identifier: .sequence) { nodes throws in
            // Version, algorithm and issuer: the signature, which has been verified, speaks for all three.
            for _ in 0..<3 { _ = nodes.next() }
            guard let updated = nodes.next() else {
                throw ASN1Error.invalidASN1Object(reason: "the time of the revocation list is missing")
            }
            var list = Self(number: 0, updatedAt: try ListTime(derEncoded: updated).date)
            while let node = nodes.next() {
                switch node.identifier {
                case .sequence: list.entries = try Self.entries(in: node)
                case .init(tagWithNumber: 0, tagClass: .contextSpecific): list.number = try Self.number(in: node)
                default: _ = try ListTime(derEncoded: node)
                }
            }
            return list
        }
    }

    private static func entries(in node: ASN1Node) throws -> [String: Entry] {
        var entries: [String: Entry] = [:]
        for row in try DER.sequence(of: RevokedRow.self, identifier: .sequence, rootNode: node) {
            entries[row.serial.text] = row.entry
        }
        return entries
    }

    private static func number(in node: ASN1Node) throws -> Int64 {
        let extensions = try DER.explicitlyTagged(node, tagNumber: 0, tagClass: .contextSpecific) { inner throws in
            try DER.sequence(of: NamedValue.self, identifier: .sequence, rootNode: inner)
        }
        guard let value = extensions.first(where: { $0.name == listNumber })?.value else { return 0 }
        return try Int64(derEncoded: Array(value))
    }

    /// An entry as it is encoded.
    private struct RevokedRow: DERParseable {
        let serial: Certificate.SerialNumber
        let entry: Entry

        init(derEncoded node: ASN1Node) throws {
            (serial, entry) = try DER.sequence(node, identifier: .sequence) { nodes throws in
                let serial = Certificate.SerialNumber(bytes: try ArraySlice(derEncoded: &nodes))
                guard let time = nodes.next() else {
                    throw ASN1Error.invalidASN1Object(reason: "a revoked certificate has no time")
                }
                var reason = Reason.unspecified
                if let more = nodes.next() {
                    let extensions = try DER.sequence(of: NamedValue.self, identifier: .sequence, rootNode: more)
                    if let code = extensions.first(where: { $0.name == reasonCode })?.value.last {
                        reason = Reason(code: code)
                    }
                }
                return (serial, Entry(revokedAt: try ListTime(derEncoded: time).date, reason: reason))
            }
        }
    }

    /// A signature's algorithm, which has no parameters.
    private struct ASN1Algorithm: DERParseable {
        let name: ASN1ObjectIdentifier

        init(derEncoded node: ASN1Node) throws {
            name = try DER.sequence(node, identifier: .sequence) { nodes throws in
                try ASN1ObjectIdentifier(derEncoded: &nodes)
            }
        }
    }

    /// An extension: a name and its value, whether critical or not.
    private struct NamedValue: DERParseable {
        let name: ASN1ObjectIdentifier
        let value: ArraySlice<UInt8>

        init(derEncoded node: ASN1Node) throws {
            (name, value) = try DER.sequence(node, identifier: .sequence) { nodes throws in
                let name = try ASN1ObjectIdentifier(derEncoded: &nodes)
                var last: ASN1Node?
                while let next = nodes.next() { last = next }
                guard let last else { throw ASN1Error.invalidASN1Object(reason: "an extension has no value") }
                return (name, try ASN1OctetString(derEncoded: last).bytes)
            }
        }
    }
}
