internal import Crypto
public import Foundation
internal import SwiftASN1
internal import X509

/// A lab's own certificate authority: a folder on a machine that need not be on any network.
///
///     authority.pem   its certificate, which every member gets a copy of
///     key.pem         its key; mode 0600; whoever has it can let anybody in
///     register.json   what it has issued and revoked
///     revoked.pem     its newest revocation list, which every member gets a copy of
///     lock            held by whoever changes it
///
/// Keys are on NIST's curves (FIPS 186-5): P-384 for the authority, P-256 for members.
public struct Authority: Sendable {
    public let folder: String
    public private(set) var register: Register
    private let certificate: Certificate
    private let key: P384.Signing.PrivateKey

    private static func path(_ name: String, in folder: String) -> String { "\(folder)/\(name)" }
    private func path(_ name: String) -> String { Self.path(name, in: folder) }

    /// Where its own certificate lies.
    public var certificatePath: String { path("authority.pem") }

    /// Makes a new authority.
    /// - Throws: `AuthorityError` when the folder holds one already, or cannot be written.
    public init(making folder: String, named name: String, from: Date, to: Date) throws(AuthorityError) {
        guard from < to else { throw AuthorityError(.improperSpan, subject: name) }
        let key = P384.Signing.PrivateKey()
        let certificate = try Self.signing(folder) {
            try CertificateMaking.authority(named: name, key: .init(key), from: from, to: to)
        }
        (self.folder, self.certificate, self.key, register) = (folder, certificate, key, Register())
        try KeptFile.makeFolder(folder)
        try KeptFile.alone(in: folder) { () throws(AuthorityError) in try keepAll(at: from) }
    }

    private mutating func keepAll(at now: Date) throws(AuthorityError) {
        guard !KeptFile.exists(path("key.pem")) else { throw AuthorityError(.alreadyThere, subject: folder) }
        try KeptFile.write(
            try Credentials.pem { try Certificate.PrivateKey(key).serializeAsPEM() }, to: path("key.pem"), mode: 0o600)
        try KeptFile.write(try Credentials.pem { try certificate.serializeAsPEM() }, to: certificatePath)
        try keepRevocations(at: now)
    }

    /// Opens an authority that was made before.
    /// - Throws: `AuthorityError` when there is none, it cannot be read, or others can read its key.
    public init(opening folder: String) throws(AuthorityError) {
        guard KeptFile.exists(Self.path("key.pem", in: folder)) else {
            throw AuthorityError(.notAnAuthority, subject: folder)
        }
        let keyPath = Self.path("key.pem", in: folder)
        let keyText = try KeptFile.readSecret(keyPath)
        do { key = try P384.Signing.PrivateKey(pemRepresentation: keyText) } catch {
            throw AuthorityError(.damaged, subject: keyPath, cause: "\(error)")
        }
        certificate = try Credentials(in: folder).certificate(at: Self.path("authority.pem", in: folder))
        register = try Self.register(in: folder)
        self.folder = folder
    }

    private static func register(in folder: String) throws(AuthorityError) -> Register {
        let path = path("register.json", in: folder)
        let text = try KeptFile.read(path)
        do { return try decoder.decode(Register.self, from: Data(text.utf8)) } catch {
            throw AuthorityError(.damaged, subject: path, cause: "\(error)")
        }
    }

    /// Changes what the folder holds now, whatever others have issued or revoked since it was opened.
    private mutating func change<Result>(
        _ body: (inout Authority) throws(AuthorityError) -> Result
    ) throws(AuthorityError) -> Result {
        try KeptFile.alone(in: folder) { () throws(AuthorityError) in
            register = try Self.register(in: folder)
            return try body(&self)
        }
    }

    /// Issues a certificate with a new key, and writes all that the member needs into a folder.
    /// - Throws: `AuthorityError`, among others where the folder holds credentials already.
    public mutating func issue(
        to member: Member, hosts: [HostName], from: Date, to: Date, into credentials: Credentials
    ) throws(AuthorityError) -> Grant {
        try change { authority throws(AuthorityError) in
            guard !KeptFile.exists(credentials.keyPath) else {
                throw AuthorityError(.alreadyThere, subject: credentials.folder)
            }
            return try authority.write(member, hosts: hosts, from: from, to: to, into: credentials)
        }
    }

    /// Issues a certificate with a new key in the place of the newest that a name has: same role, same hosts.
    /// - Parameter role: which role's; needed where the name was given to more than one.
    /// - Throws: `AuthorityError` when the name has none, or the role is left open.
    public mutating func renew(
        _ name: String, as role: MemberRole? = nil, from: Date, to: Date, into credentials: Credentials
    ) throws(AuthorityError) -> Grant {
        try change { authority throws(AuthorityError) in
            let entry = try authority.register.newest(of: name, as: role)
            var hosts: [HostName] = []
            for host in entry.hosts { hosts.append(try HostName(host)) }
            return try authority.write(
                try Member(entry.role, named: entry.name), hosts: hosts, from: from, to: to, into: credentials)
        }
    }

    /// The register is written before the certificate leaves the authority: what it does not know, it could not revoke.
    private mutating func write(
        _ member: Member, hosts: [HostName], from: Date, to: Date, into credentials: Credentials
    ) throws(AuthorityError) -> Grant {
        guard from < to, to <= certificate.notValidAfter else {
            throw AuthorityError(.improperSpan, subject: member.description)
        }
        let memberKey = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let issued = try Self.signing(member.description) {
            try CertificateMaking.member(
                member, hosts: hosts, key: memberKey.publicKey, from: from, to: to, issuer: certificate,
                issuerKey: .init(key))
        }
        guard let grant = Grant(issued) else { throw AuthorityError(.damaged, subject: member.description) }
        register.add(grant)
        try keepRegister()
        try credentials.write(
            certificate: issued, key: memberKey, authority: certificate,
            revoked: try KeptFile.read(path("revoked.pem")))
        return grant
    }

    /// Revokes a certificate by its serial number, or all of a name, and writes the next revocation list.
    /// - Parameter role: which role's; needed where the name was given to more than one.
    /// - Returns: what was revoked.
    /// - Throws: `AuthorityError` when there is nothing to revoke, or the role is left open.
    public mutating func revoke(
        _ subject: String, as role: MemberRole? = nil, at now: Date, for reason: RevocationList.Reason
    ) throws(AuthorityError) -> [Register.Entry] {
        try change { authority throws(AuthorityError) in
            let revoked = try authority.register.revoke(subject, as: role, at: now, for: reason)
            try authority.keepRevocations(at: now)
            return revoked
        }
    }

    /// Where the newest revocation list lies, to be copied to every member's folder.
    public var revocationPath: String { path("revoked.pem") }

    private mutating func keepRevocations(at now: Date) throws(AuthorityError) {
        let list = register.nextList(at: now)
        let der = try Self.signing(folder) {
            try list.signed(by: key, as: certificate.subject, nextUpdate: certificate.notValidAfter)
        }
        try keepRegister()
        try KeptFile.write(
            PEMDocument(type: "X509 CRL", derBytes: der).pemString + "\n", to: revocationPath)
    }

    private func keepRegister() throws(AuthorityError) {
        let json: Data
        do { json = try Self.encoder.encode(register) } catch {
            throw AuthorityError(.cannotWrite, subject: path("register.json"), cause: "\(error)")
        }
        try KeptFile.write(String(decoding: json, as: UTF8.self) + "\n", to: path("register.json"), mode: 0o600)
    }

    private static func signing<Signed>(_ subject: String, _ body: () throws -> Signed) throws(AuthorityError) -> Signed
    {
        do { return try body() } catch { throw AuthorityError(.damaged, subject: subject, cause: "\(error)") }
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }
}
