import CaseStore
import Cluster
import Findings
import HashSets
import Reporting
import Synchronization

/// Shows on standard error how far work is: one piece after the other.
final class ProgressBoard: Sendable {
    private let state = Mutex(State())
    /// The options that name the store, for commands that are told.
    private let place: [String]

    init(in store: StoreOptions) { place = store.words }

    private struct State: ~Copyable {
        var title = ""
        var display = ProgressDisplay(to: Output(descriptor: 2), terminal: .standardError)
    }

    func show(_ event: LocalExamination.Event) {
        switch event {
        case .intake(let event): show(event)
        case .progress(let progress): show(WorkProgress(progress))
        }
    }

    func show(_ event: Intake.Event) {
        switch event {
        case .importing(let file, let progress): show(progress, of: file.path)
        case .imported(let file, let report):
            let words = ["hashset", "import", file.path] + (file.category.map { ["--category", $0] } ?? [])
            let command = (["caseload"] + words.map(ShellWord.quoted) + place).joined(separator: " ")
            if let remark = report.remark(on: file.path) {
                say(remark + (report.outcome == .partial ? " Each is named by `\(command)`." : ""))
            }
        case .registered: break
        }
    }

    func show(_ progress: ImportProgress, of path: String) { show(WorkProgress(progress, of: path)) }

    /// Takes the line away.
    func clear() { state.withLock { $0.display.clear() } }

    private func show(_ progress: WorkProgress) {
        state.withLock { state in
            if state.title != progress.title {
                // Another piece of work has its own rate.
                state.display.clear()
                state.title = progress.title
                state.display = ProgressDisplay(to: Output(descriptor: 2), terminal: .standardError)
            }
            state.display.show(progress)
        }
    }

    private func say(_ line: String) {
        clear()
        StandardError.say(line)
    }
}

extension WorkProgress {
    fileprivate init(_ progress: Progress) {
        let planned = progress.shards.values.reduce(0) { $0 + $1.plannedByteCount }
        let ended = progress.shards.values.reduce(0) { $0 + $1.endedByteCount }
        self.init(
            title: "Examining", byteCount: ended, totalByteCount: planned, itemCount: progress.items,
            hitCount: progress.hits, failureCount: progress.failures)
    }

    fileprivate init(_ progress: ImportProgress, of path: String) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        switch progress.stage {
        case .reading:
            self.init(
                title: "Reading \(name)", byteCount: progress.done, totalByteCount: progress.total,
                itemCount: Int64(progress.read), noun: "entries")
        case .writing: self.init(title: "Writing the index", itemCount: progress.done, noun: "entries")
        case .verifying: self.init(title: "Verifying the index", itemCount: progress.done, noun: "entries")
        }
    }
}

extension ImportReport {
    /// What an import's user must not miss; nil where all is well.
    func remark(on file: String) -> String? {
        switch outcome {
        case .complete: nil
        case .empty: "caseload: \(file): the set is empty: it holds no entry, and nothing can match it."
        case .partial:
            "caseload: \(file): "
                + (rejectedCount == 1
                    ? "1 record or field was skipped, "
                    : "\(Human.count(Int64(rejectedCount))) records or fields were skipped, ")
                + (read == 1 ? "1 was read." : "\(Human.count(Int64(read))) were read.")
        }
    }
}
