public import ArgumentParser
public import CaseStore
public import Findings
public import HashSets
public import Reporting

// Words of other targets that are typed as they are.

extension Content.State: ExpressibleByArgument {}
extension Failure.Reason: ExpressibleByArgument {}
extension Failure.Scope: ExpressibleByArgument {}
extension Item.Kind: ExpressibleByArgument {}
extension OutputFormat: ExpressibleByArgument {}

extension HashSetFormat: ExpressibleByArgument {
    public static var allValueStrings: [String] { allCases.filter(\.isSupported).map(\.rawValue) }
}

extension ItemFilter.Order: ExpressibleByArgument {
    public init?(argument: String) {
        guard let order = Self.allCases.first(where: { "\($0)" == argument }) else { return nil }
        self = order
    }

    public static var allValueStrings: [String] { allCases.map { "\($0)" } }
    public var defaultValueDescription: String { "\(self)" }

    static var words: String { allValueStrings.joined(separator: ", ") }
}
