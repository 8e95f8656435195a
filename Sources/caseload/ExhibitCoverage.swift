import ArgumentParser
import CaseStore
import Reporting

struct ExhibitCoverage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage", abstract: "Says what each byte of an exhibit is: one class for every byte.",
        discussion: """
            The classes add up to the size of the device. Where several claim a byte, the first in this order has it: \
            unreadable, content, failed, slack, structures, unallocated, unpartitioned. The overlap is how many bytes \
            the contents of several items claim.
            """)

    @OptionGroup var exhibitArguments: ExhibitArguments
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let exhibit = try await exhibitArguments.exhibit(in: open.store)
            guard exhibit.image != nil else { throw CommandError.unsurveyed(exhibit) }
            let coverage = try await open.store.coverage(of: exhibit.id)
            // People see the sum; a program that adds up what it reads must not find everything twice.
            let sum = output.format == .table ? [CoverageRow.sum(of: exhibit, coverage)] : []
            try await output.list(CoverageRow.all(of: exhibit, coverage) + sum, none: "")
        }
    }
}
