import ArgumentParser
import CaseStore
import Findings
import Reporting

struct ExhibitDigest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest", abstract: "Prints the SHA-256 over all findings of an exhibit.",
        discussion: """
            Two examinations with the same digest have found the same items, contents, hits, failures, verifications \
            and coverage.
            """)

    @OptionGroup var exhibitArguments: ExhibitArguments
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let exhibit = try await exhibitArguments.exhibit(in: open.store)
            guard exhibit.image != nil else { throw CommandError.unsurveyed(exhibit) }
            let digest = try await open.store.findingsDigest(of: exhibit.id)
            exhibit.remarkUnlessDone()
            guard output.format == .table else {
                return try output.show(FindingsDigestRecord(exhibit: exhibit, digest: digest))
            }
            // The bare digest: whatever compares two of them needs nothing else.
            var output = Output(descriptor: 1)
            try output.append { $0 += (Hexadecimal.text(digest) + "\n").utf8 }
            try output.flush()
        }
    }
}
