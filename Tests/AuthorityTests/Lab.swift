import Foundation
import TestSupport

@testable import Authority

/// An authority of its own for a test, and the folders of its members.
struct Lab {
    var authority: Authority
    private let scratch: ScratchFolder
    private let begin: Date

    init(named name: String = "Lab", from: Date, to: Date) throws {
        scratch = try ScratchFolder()
        begin = from
        authority = try Authority(making: scratch.path("authority"), named: name, from: from, to: to)
    }

    var folder: String { authority.folder }

    mutating func issue(
        _ role: MemberRole, _ name: String, hosts: [String] = [], days: Int = 365
    ) throws -> Credentials {
        let credentials = Credentials(in: scratch.path(name))
        _ = try authority.issue(
            to: try Member(role, named: name), hosts: try hosts.map { try HostName($0) }, from: begin,
            to: begin.addingTimeInterval(86_400 * Double(days)), into: credentials)
        return credentials
    }

    /// As an operator does by hand.
    func carryRevocations(to member: Credentials) throws {
        let list = try String(contentsOfFile: authority.revocationPath, encoding: .utf8)
        try list.write(toFile: member.revocationPath, atomically: true, encoding: .utf8)
    }
}
