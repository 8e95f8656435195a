internal import Glibc
internal import SwiftASN1
internal import X509

/// Under what others reach a coordinator: a DNS name or an IP address.
public enum HostName: Hashable, Sendable, CustomStringConvertible {
    case domain(String)
    /// 4 or 16 bytes, in network order.
    case address([UInt8], text: String)

    /// - Throws: `AuthorityError` for what is neither.
    public init(_ text: String) throws(AuthorityError) {
        if let bytes = Self.address(text, family: AF_INET, byteCount: 4)
            ?? Self.address(text, family: AF_INET6, byteCount: 16)
        {
            self = .address(bytes, text: text)
        } else if Self.isDomain(text) {
            self = .domain(text.lowercased())
        } else {
            throw AuthorityError(.improperHost, subject: text)
        }
    }

    private static func address(_ text: String, family: Int32, byteCount: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        return unsafe inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    /// Letters, digits and hyphens between dots (RFC 1123, section 2.1). A last label of digits alone would be a mistyped
    /// address.
    private static func isDomain(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 253, let last = labels.last, !last.utf8.allSatisfy(isDigit) else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// As it stands in a certificate.
    var generalName: GeneralName {
        switch self {
        case .domain(let name): .dnsName(name)
        case .address(let bytes, _): .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
        }
    }

    /// - Returns: nil for another kind of name.
    init?(_ name: GeneralName) {
        switch name {
        case .dnsName(let domain): self = .domain(domain.lowercased())
        case .ipAddress(let octets): self = .address(Array(octets.bytes), text: Self.text(of: Array(octets.bytes)))
        default: return nil
        }
    }

    private static func text(of bytes: [UInt8]) -> String {
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard bytes.count == 4 || bytes.count == 16 else { return "?" }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard unsafe inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    public static func == (a: HostName, b: HostName) -> Bool {
        switch (a, b) {
        case (.domain(let a), .domain(let b)): a == b
        case (.address(let a, _), .address(let b, _)): a == b
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .domain(let name): hasher.combine(name)
        case .address(let bytes, _): hasher.combine(bytes)
        }
    }

    public var description: String {
        switch self {
        case .domain(let name): name
        case .address(_, let text): text
        }
    }
}
