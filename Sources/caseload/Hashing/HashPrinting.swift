import FileHashing
import Findings
import Foundation
import Reporting
import Synchronization

/// What `caseload hash` says: digests on standard output, what has none on standard error. Whichever thread has a file's
/// digests prints them.
final class HashPrinting: Sendable {
    private let printer: Mutex<HashPrinter>

    init(_ format: HashFormat) { printer = Mutex(HashPrinter(format)) }

    /// Prints what stands above all files.
    func begin() throws { try printer.withLock { try $0.begin() } }

    func print(_ outcome: FileOutcome) throws { try printer.withLock { try $0.print(outcome) } }

    /// - Throws: `CommandError` where a file could not be read.
    func finish() throws { try printer.withLock { try $0.finish() } }
}

private struct HashPrinter: ~Copyable {
    private let format: HashFormat
    /// What paths of hashdeep's begin with, which are whole.
    private let folder = FileManager.default.currentDirectoryPath
    private var listing: Listing<HashedFile>?
    private var output = Output(descriptor: 1)
    private var unreadCount = 0

    init(_ format: HashFormat) {
        self.format = format
        listing = format.records.map { Listing($0, to: Output(descriptor: 1), terminal: .standardOutput) }
    }

    mutating func begin() throws {
        guard format == .hashdeep else { return }
        let heading = HashText.hashdeepHeading(folder: folder, command: CommandLine.arguments)
        try output.append { $0 += heading }
    }

    mutating func print(_ outcome: FileOutcome) throws {
        switch outcome {
        case .digested(let path, let byteCount, let digests):
            try print(HashedFile(path: path, byteCount: byteCount, digests: digests))
        case .unread(let path, let cause):
            unreadCount += 1
            say(path, cause)
        case .passed(let path, let kind): say(path, "not digested: it is a \(kind.rawValue)")
        }
    }

    mutating func finish() throws {
        try listing.take()?.finish()
        try output.flush()
        guard unreadCount > 0 else { return }
        throw CommandError(
            .refusedInput,
            "\(unreadCount == 1 ? "1 name" : "\(unreadCount) names") could not be read; the lines above say why.")
    }

    private mutating func print(_ file: HashedFile) throws {
        if let algorithm = format.algorithm {
            try output.append { $0 += HashText.checksumLine(of: file, algorithm) }
        } else if format == .hashdeep {
            let line = HashText.hashdeepLine(of: file, in: folder)
            try output.append { $0 += line }
        } else {
            try listing?.print(file)
        }
    }

    private func say(_ path: [UInt8], _ words: String) {
        StandardError.say("caseload: \(String(decoding: path, as: UTF8.self)): \(words)")
    }
}
