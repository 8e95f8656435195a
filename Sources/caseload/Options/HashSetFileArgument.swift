import ArgumentParser
import Cluster
import Foundation

/// `FILE` or `FILE=CATEGORY`.
struct HashSetFileArgument: ExpressibleByArgument {
    let file: LocalExamination.HashSetFile

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        // A file whose own name holds a “=” is meant as it is.
        let equals = FileManager.default.fileExists(atPath: argument) ? nil : argument.lastIndex(of: "=")
        file = .init(
            path: AbsolutePath.of(equals.map { String(argument[..<$0]) } ?? argument),
            category: equals.map { String(argument[argument.index(after: $0)...]) })
    }
}
