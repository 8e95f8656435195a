internal import Foundation
internal import HashSets

/// What was imported from which file. An examination names its hash sets each time, and a national one takes minutes to
/// compile: the same file, asked for in the same way, is not compiled again.
///
/// A note lies beside the indexes, named by the import's fingerprint. Notes may be lost at any time; one that cannot be
/// read, or whose index is gone or no longer what it was, is none.
struct ImportLedger {
    /// Where the indexes lie.
    let folder: String

    func report(of fingerprint: String) -> ImportReport? {
        guard let note = FileManager.default.contents(atPath: path(of: fingerprint)),
            let report = try? JSONDecoder().decode(ImportReport.self, from: note),
            let index = try? HashSetLibrary(directory: folder).open(report.sha256, verifying: true),
            index.summary.entries == report.written
        else { return nil }
        return report
    }

    func note(_ report: ImportReport, of fingerprint: String) {
        guard let note = try? JSONEncoder().encode(report) else { return }
        _ = FileManager.default.createFile(atPath: path(of: fingerprint), contents: note)
    }

    private func path(of fingerprint: String) -> String { "\(folder)/\(fingerprint).import" }
}
