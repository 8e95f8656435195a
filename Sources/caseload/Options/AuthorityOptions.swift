public import ArgumentParser
public import Authority
import Findings
import Foundation

/// Which authority is meant.
struct AuthorityOptions: ParsableArguments {
    @Option(
        name: .customLong("authority"), help: .init("The authority's folder.", valueName: "dir"), completion: .directory
    )
    var folder = "caseload-authority"
}

/// From when to when a certificate is valid.
struct SpanOptions: ParsableArguments {
    @Option(help: .init("For how many days it is valid.", valueName: "n")) var days: Int?
    @Option(help: .init("When it begins to be valid (ISO 8601); by default now.", valueName: "time")) var from:
        Timestamp?

    func validate() throws {
        guard (days ?? 1) >= 1, (days ?? 1) <= 36_500 else {
            throw ValidationError("A certificate is valid for at least a day and at most 36500.")
        }
    }

    func span(defaultDays: Int) -> (from: Date, to: Date) {
        let begin = from.map { Date(timeIntervalSince1970: TimeInterval($0.seconds)) } ?? Date.wholeSecond
        return (begin, begin.addingTimeInterval(TimeInterval(days ?? defaultDays) * 86_400))
    }
}

extension Date {
    /// Now: certificates know no part of a second.
    static var wholeSecond: Date { Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)) }
}

extension MemberRole: ExpressibleByArgument {}

extension RevocationList.Reason: ExpressibleByArgument {}

extension HostName: ExpressibleByArgument {
    public init?(argument: String) { try? self.init(argument) }
}
