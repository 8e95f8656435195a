import Foundation
import TestSupport
import Testing

@testable import Authority

/// A lab's authority, held against OpenSSL, which knows nothing of Caseload.
@Suite("An authority")
struct AuthorityTests {
    private let begin = Date(timeIntervalSince1970: 1_700_000_000)
    private func day(_ number: Int) -> Date { begin.addingTimeInterval(86_400 * Double(number)) }

    private func lab() throws -> Lab { try Lab(from: begin, to: day(3650)) }

    @Test("issues what OpenSSL verifies, for the purpose of each role", arguments: MemberRole.allCases)
    func issuesWhatOpenSSLVerifies(role: MemberRole) throws {
        var lab = try lab()
        let folder = try lab.issue(
            role, "dana", hosts: role == .coordinator ? ["c1.lab.example", "10.0.0.7", "::1"] : [])
        let purposes = role == .coordinator ? ["sslserver", "sslclient"] : ["sslclient"]
        for purpose in purposes {
            let verdict = try OpenSSL.says(
                "verify", "-x509_strict", "-purpose", purpose, "-attime", "\(Int(day(1).timeIntervalSince1970))",
                "-CAfile", folder.authorityPath, folder.certificatePath)
            #expect(verdict.contains("OK"), "\(verdict)")
        }
        let text = try OpenSSL.says("x509", "-in", folder.certificatePath, "-noout", "-text")
        #expect(text.contains("URI:urn:caseload:\(role.rawValue):dana"))
        #expect(text.contains("CN = dana"))
        if role == .coordinator { #expect(text.contains("DNS:c1.lab.example, IP Address:10.0.0.7")) }
    }

    @Test("keeps keys for their owner's eyes alone, and refuses one that others can read")
    func keepsKeysSecret() throws {
        var lab = try lab()
        let folder = try lab.issue(.worker, "w1")
        for path in ["\(lab.folder)/key.pem", folder.keyPath] {
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        }
        #expect(throws: AuthorityError(.readable, subject: folder.keyPath)) { try folder.grant() }
        #expect(throws: AuthorityError(.readable, subject: "\(lab.folder)/key.pem")) {
            try Authority(opening: lab.folder)
        }
    }

    @Test("revokes by name or by serial number, in a list that OpenSSL verifies and heeds", arguments: [true, false])
    func revokes(byName: Bool) throws {
        var lab = try lab()
        let (lost, kept) = (try lab.issue(.worker, "lost"), try lab.issue(.worker, "kept"))
        let serial = try lost.grant().serial
        let revoked = try lab.authority.revoke(byName ? "lost" : serial, at: day(2), for: .keyCompromise)
        #expect(revoked.map(\.serial) == [serial])
        let text = try OpenSSL.says(
            "crl", "-in", lab.authority.revocationPath, "-CAfile", kept.authorityPath, "-noout", "-text")
        #expect(text.contains("Key Compromise") && text.lowercased().contains(serial))
        let check = { (folder: Credentials) in
            try OpenSSL.says(
                "verify", "-crl_check", "-attime", "\(Int(day(3).timeIntervalSince1970))", "-CAfile",
                kept.authorityPath, "-CRLfile", lab.authority.revocationPath, folder.certificatePath)
        }
        #expect(try check(kept).contains("OK"))
        #expect(try check(lost).contains("certificate revoked"))
    }

    @Test("tells members of one name apart, and asks for the role where it was left open")
    func tellsRolesApart() throws {
        var lab = try lab()
        let folder = try lab.issue(.worker, "dana")
        let person = try Member(.person, named: "dana")
        let other = Credentials(in: "\(folder.folder)-person")
        let kept = try lab.authority.issue(to: person, hosts: [], from: begin, to: day(9), into: other)
        let open = AuthorityError(.severalRoles, subject: "dana", cause: "person and worker")
        #expect(throws: open) { try lab.authority.revoke("dana", at: day(1), for: .ceased) }
        #expect(throws: open) { try lab.authority.renew("dana", from: begin, to: day(9), into: folder) }
        let revoked = try lab.authority.revoke("dana", as: .worker, at: day(1), for: .ceased)
        #expect(revoked.map(\.role) == [.worker])
        #expect(lab.authority.register.entries.filter { $0.revokedAt == nil }.map(\.serial) == [kept.serial])
        #expect(try lab.authority.renew("dana", from: begin, to: day(9), into: other).member == person)
        #expect(try lab.authority.revoke("dana", at: day(1), for: .ceased).map(\.role) == [.person, .person])
    }

    @Test("numbers its lists, and leaves out what has ended by itself")
    func numbersLists() throws {
        var lab = try lab()
        _ = try lab.issue(.worker, "short", days: 10)
        let long = try lab.issue(.worker, "long", days: 100)
        _ = try lab.authority.revoke("short", at: day(1), for: .ceased)
        _ = try lab.authority.revoke("long", at: day(20), for: .unspecified)
        try lab.carryRevocations(to: long)
        let list = try long.trust().revoked
        #expect(list.number == 3 && list.updatedAt == day(20))
        #expect(list.entries == [try long.grant().serial: .init(revokedAt: day(20), reason: .unspecified)])
    }

    @Test("is the same after it was closed and opened again")
    func isKept() throws {
        var lab = try lab()
        _ = try lab.issue(.coordinator, "c1", hosts: ["c1"])
        _ = try lab.authority.revoke("c1", at: day(1), for: .superseded)
        #expect(try Authority(opening: lab.folder).register == lab.authority.register)
    }

    @Test("forgets nothing of what several have issued and revoked at once")
    func changesOneAfterAnother() async throws {
        var lab = try lab()
        let names = (0..<12).map { "w\($0)" }
        for name in names { _ = try lab.issue(.worker, name) }
        let (scratch, path) = (try ScratchFolder(), lab.folder)
        try await withThrowingTaskGroup { group in
            for name in names {
                let folder = Credentials(in: scratch.path(name))
                group.addTask {
                    var own = try Authority(opening: path)
                    let member = try Member(.person, named: "of-\(name)")
                    _ = try own.issue(to: member, hosts: [], from: begin, to: day(1), into: folder)
                    _ = try own.revoke(name, at: begin, for: .ceased)
                }
            }
            try await group.waitForAll()
        }
        let register = try Authority(opening: path).register
        #expect(Set(register.entries.map(\.name)) == Set(names + names.map { "of-\($0)" }))
        #expect(Set(register.entries.filter { $0.revokedAt != nil }.map(\.name)) == Set(names))
        try lab.carryRevocations(to: Credentials(in: scratch.path("w0")))
        #expect(try Credentials(in: scratch.path("w0")).trust().revoked.entries.count == names.count)
    }

    @Test("is made once, by however many at once")
    func isMadeOnce() async throws {
        let scratch = try ScratchFolder()
        let folder = scratch.path("authority")
        let made = await withTaskGroup(of: Authority?.self) { group in
            for name in 0..<8 {
                group.addTask { try? Authority(making: folder, named: "lab \(name)", from: begin, to: day(1)) }
            }
            return await group.reduce(into: [Authority]()) { all, one in if let one { all.append(one) } }
        }
        #expect(made.count == 1)
        #expect(try made.map(\.register) == [Authority(opening: scratch.path("authority")).register])
    }

    @Test("renews for the same role and the same hosts, with another key")
    func renews() throws {
        var lab = try lab()
        let folder = try lab.issue(.coordinator, "c1", hosts: ["c1.lab.example"])
        let (old, oldKey) = (try folder.grant(), try String(contentsOfFile: folder.keyPath, encoding: .utf8))
        let new = try lab.authority.renew("c1", from: day(300), to: day(600), into: folder)
        #expect(new.member == old.member && new.hosts == old.hosts && new.serial != old.serial)
        #expect(try folder.grant() == new)
        #expect(try String(contentsOfFile: folder.keyPath, encoding: .utf8) != oldKey)
    }

    @Test("refuses what makes no sense, and changes nothing")
    func refuses() throws {
        var lab = try lab()
        let folder = try lab.issue(.worker, "w1")
        let before = lab.authority.register
        #expect(throws: AuthorityError(.alreadyThere, subject: folder.folder)) { try lab.issue(.worker, "w1") }
        #expect(throws: AuthorityError(.alreadyThere, subject: lab.folder)) {
            try Authority(making: lab.folder, named: "other", from: begin, to: day(1))
        }
        #expect(throws: AuthorityError(.improperSpan, subject: "worker w2")) {
            try lab.issue(.worker, "w2", days: 3651)
        }
        #expect(throws: AuthorityError(.nobody, subject: "w9")) {
            try lab.authority.revoke("w9", at: begin, for: .ceased)
        }
        #expect(throws: AuthorityError(.notAnAuthority, subject: "/nowhere")) { try Authority(opening: "/nowhere") }
        #expect(lab.authority.register == before)
        _ = try lab.authority.revoke("w1", at: begin, for: .ceased)
        #expect(throws: AuthorityError(.alreadyRevoked, subject: "w1")) {
            try lab.authority.revoke("w1", at: begin, for: .ceased)
        }
        #expect(throws: AuthorityError(.nobody, subject: "w1")) {
            try lab.authority.renew("w1", from: begin, to: day(1), into: folder)
        }
    }

    @Test(
        "gives no certificate to an improper name",
        arguments: ["", "Dana", "a b", "a:b", "-x", ".x", "ü", "a/b", String(repeating: "a", count: 64)])
    func refusesNames(name: String) {
        #expect(throws: AuthorityError(.improperName, subject: name)) { try Member(.worker, named: name) }
    }

    @Test(
        "knows hosts from what is none",
        arguments: [
            ("c1", true), ("C1.Lab.example", true), ("10.0.0.7", true), ("fe80::1", true), ("10.0.0.300", false),
            ("c1:7443", false), ("", false), ("a..b", false), ("-a", false), ("a_b", false), ("*.lab", false),
        ])
    func knowsHosts(text: String, isHost: Bool) { #expect(((try? HostName(text)) != nil) == isHost) }
}
