import Foundation
import PrivateStore

/// Some images, examined in a private store of their own, with everything that belongs to the run marked.
struct Examination {
    let scratch: Scratch
    private let exhibits: [Exhibit]
    private let images: [String]
    private let mark = (name: "CASELOAD_TEST_RUN", value: "\(UInt64.random(in: .min ... .max))")

    /// - Parameter store: a store that was made before, which is copied; nil lets the run make its own.
    init(of exhibits: [Exhibit] = Exhibits.various, in store: Scratch? = Undisturbed.current?.store) async throws {
        scratch = try Scratch()
        if let store { try await scratch.copyData(of: store) }
        self.exhibits = exhibits
        var images: [String] = []
        for exhibit in exhibits { images.append(try await scratch.unpack(exhibit)) }
        self.images = images
    }

    /// Runs `caseload …` on this examination's store, as a process that belongs to it.
    func caseload(
        _ arguments: [String], meanwhile: (pid_t) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        try await Caseload.run(
            arguments + ["--data=\(scratch.data)"], environment: [mark.name: mark.value], meanwhile: meanwhile)
    }

    /// `caseload examine`, with something done to its processes meanwhile.
    func run(
        _ options: [String] = ["--workers=2"], meanwhile: (pid_t) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        try await caseload(
            ["examine", "--case=C"] + exhibits.map { "--exhibit=\($0.id)" } + images + options, meanwhile: meanwhile)
    }

    /// The digest over all findings, for each exhibit.
    func digests() async throws -> [String: String] {
        // Held open, so that it is not started anew for each of them.
        let store = try await PrivateStore.open(dataFolder: scratch.data, keeper: Caseload.keeper)
        defer { store.close() }
        var digests: [String: String] = [:]
        for exhibit in exhibits {
            let outcome = try await Caseload.run(["exhibit", "digest", "C", exhibit.id, "--data=\(scratch.data)"])
            guard outcome.isSuccess, let digest = outcome.output.firstMatch(of: /\b[0-9a-f]{64}\b/) else {
                throw NoDigest(outcome: outcome)
            }
            digests[exhibit.id] = String(digest.output)
        }
        return digests
    }

    /// The run's processes that live now.
    var processes: [RunningProcess] { RunningProcess.all(marked: "\(mark.name)=\(mark.value)") }

    struct NoDigest: Error { let outcome: Outcome }
}

extension Exhibits {
    /// Small ones of many kinds, whole and damaged: some sixty shards that take a second or two.
    static let various = all.filter { exhibit in
        [
            "own-laptop.E01", "own-small-ftk.E01", "own-bad-chunk.E01", "own-bad-ntfs-mft.raw", "own-bad-ext4.raw",
            "own-bad-fat-loop.raw", "own-fs-iso-joliet-rock.iso", "own-fs-xfs.raw",
        ].contains(exhibit.id)
    }
}
