internal import Authority
internal import Foundation

/// A certificate as others would judge it now, and how long it still is valid.
struct Identity: Hashable {
    enum Seen: Hashable {
        /// Its files cannot be read, or say nothing.
        case unreadable(String)
        case refused(String)
        case valid(name: String, daysLeft: Int)
    }

    var seen: Seen

    /// A lab needs some days to renew it.
    static let warningDays = 30

    static func look(in folder: String, as role: MemberRole, at now: Date) -> Identity {
        let credentials = Credentials(in: folder)
        do throws(AuthorityError) {
            _ = try credentials.grant()
            switch try credentials.judgeOwn(as: role, at: now) {
            case .failure(let refusal): return Identity(seen: .refused("\(refusal)"))
            case .success(let grant):
                let days = (grant.to.timeIntervalSince(now) / 86_400).rounded(.down)
                return Identity(seen: .valid(name: grant.member.name, daysLeft: Int(days)))
            }
        } catch { return Identity(seen: .unreadable("\(error)")) }
    }

    var diagnosis: Diagnosis {
        switch seen {
        case .unreadable(let words):
            return Diagnosis(
                "certificate", .wrong, words,
                remedy:
                    "Copy the folder that `caseload pki issue` has made, and give it to the user that runs Caseload.")
        case .refused(let words):
            // A refusal says itself how it is mended.
            return Diagnosis(
                "certificate", .wrong, words, remedy: "See “What is refused” in the manual's certificates.")
        case .valid(let name, let days):
            let words = "\(name), valid for \(days) more days"
            guard days < Self.warningDays else { return .sound("certificate", words) }
            return Diagnosis(
                "certificate", .doubtful, words,
                remedy: "caseload pki renew \(name), then copy the folder over the old one; nothing needs a restart.")
        }
    }
}
