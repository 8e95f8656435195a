import Foundation
import TestSupport
import Testing

@testable import Authority

@Suite("Trust")
struct TrustTests {
    private let begin = Date(timeIntervalSince1970: 1_700_000_000)
    private func day(_ number: Double) -> Date { begin.addingTimeInterval(86_400 * number) }

    private func judge(
        _ shown: Credentials, by judge: Credentials, as roles: Set<MemberRole> = [.worker], on host: String? = nil,
        at now: Date
    ) throws -> Result<Grant, Refusal> {
        let certificate = try shown.certificate(at: shown.certificatePath)
        return try judge.trust().judge(certificate, as: roles, on: try host.map { try HostName($0) }, at: now)
    }

    private func word(_ verdict: Result<Grant, Refusal>) -> String {
        switch verdict {
        case .success: "accepted"
        case .failure(let refusal): refusal.word
        }
    }

    @Test("accepts a member in its time, to the second")
    func acceptsInTime() throws {
        var lab = try Lab(from: begin, to: day(3650))
        let (worker, coordinator) = (try lab.issue(.worker, "w1"), try lab.issue(.coordinator, "c1", hosts: ["c1"]))
        let words = try [-1 / 86_400, 0, 365, 365 + 1 / 86_400].map {
            word(try judge(worker, by: coordinator, at: day($0)))
        }
        #expect(words == ["not-yet-valid", "accepted", "accepted", "expired"])
        #expect(try judge(worker, by: coordinator, at: day(1)) == .success(try worker.grant()))
    }

    @Test("tells a wrong role and a wrong host")
    func tellsWrongPlace() throws {
        var lab = try Lab(from: begin, to: day(3650))
        let worker = try lab.issue(.worker, "w1")
        let coordinator = try lab.issue(.coordinator, "c1", hosts: ["c1.lab.example", "10.0.0.7"])
        #expect(word(try judge(worker, by: coordinator, as: [.coordinator], at: day(1))) == "wrong-role")
        #expect(word(try judge(coordinator, by: worker, at: day(1))) == "wrong-role")
        for (host, expected) in [
            ("C1.lab.example", "accepted"), ("10.0.0.7", "accepted"), ("c1", "wrong-host"), ("10.0.0.8", "wrong-host"),
        ] {
            #expect(word(try judge(coordinator, by: worker, as: [.coordinator], on: host, at: day(1))) == expected)
        }
    }

    @Test("refuses the revoked once the list has arrived, and says when and why")
    func refusesRevoked() throws {
        var lab = try Lab(from: begin, to: day(3650))
        let (worker, coordinator) = (try lab.issue(.worker, "w1"), try lab.issue(.coordinator, "c1", hosts: ["c1"]))
        _ = try lab.authority.revoke("w1", at: day(2), for: .keyCompromise)
        #expect(word(try judge(worker, by: coordinator, at: day(3))) == "accepted")
        try lab.carryRevocations(to: coordinator)
        let member = try Member(.worker, named: "w1")
        #expect(
            try judge(worker, by: coordinator, at: day(3))
                == .failure(.revoked(member, at: day(2), reason: .keyCompromise)))
    }

    @Test("refuses another authority's, even one of the same name")
    func refusesForeign() throws {
        var (lab, other) = (try Lab(from: begin, to: day(3650)), try Lab(from: begin, to: day(3650)))
        let (worker, stranger) = (try lab.issue(.worker, "w1"), try other.issue(.worker, "w1"))
        #expect(word(try judge(stranger, by: worker, at: day(1))) == "foreign")
        #expect(throws: AuthorityError.self, "its list is no better") {
            try other.carryRevocations(to: worker)
            _ = try worker.trust()
        }
    }

    @Test("refuses the authority's own certificate, and what OpenSSL has issued to nobody")
    func refusesNobody() throws {
        var lab = try Lab(from: begin, to: day(3650))
        let worker = try lab.issue(.worker, "w1")
        let scratch = try ScratchFolder()
        let (key, request, made) = (scratch.path("k"), scratch.path("r"), scratch.path("c"))
        _ = try OpenSSL.says("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
        _ = try OpenSSL.says("req", "-new", "-key", key, "-subj", "/CN=w1", "-out", request)
        _ = try OpenSSL.says(
            "x509", "-req", "-in", request, "-CA", "\(lab.folder)/authority.pem", "-CAkey",
            "\(lab.folder)/key.pem", "-CAcreateserial", "-out", made)
        let trust = try worker.trust()
        for path in [made, worker.authorityPath] {
            let verdict = trust.judge(try worker.certificate(at: path), as: [.worker], at: Date())
            #expect(word(verdict) == "nobody")
        }
        #expect(word(trust.judge(der: [0x30, 0x80, 1], as: [.worker], at: day(1))) == "foreign")
    }

    @Test("reads no revocation list in which a single byte was changed", arguments: UInt64(0)..<64)
    func readsNoChangedList(seed: UInt64) throws {
        var lab = try Lab(from: begin, to: day(3650))
        let worker = try lab.issue(.worker, "w1")
        _ = try lab.authority.revoke("w1", at: day(2), for: .superseded)
        try lab.carryRevocations(to: worker)
        var random = SplitMix64(seed: seed)
        var der = try #require(
            Data(
                base64Encoded: String(contentsOfFile: worker.revocationPath, encoding: .utf8)
                    .split(separator: "\n").dropFirst().dropLast().joined()))
        der[Int.random(in: 0..<der.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
        let text =
            "-----BEGIN X509 CRL-----\n\(der.base64EncodedString(options: .lineLength64Characters))\n-----END X509 CRL-----\n"
        try text.replacing("\r\n", with: "\n").write(toFile: worker.revocationPath, atomically: true, encoding: .utf8)
        #expect(throws: AuthorityError.self) { try worker.trust() }
    }
}
