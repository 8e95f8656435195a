import ArgumentParser
import FileHashing
import Foundation
import Reporting

struct HashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "Prints MD5, SHA-1 and SHA-256 of ordinary files, read once and over all cores.",
        discussion: """
            No case and no store: what sha256sum and hashdeep do, by the engine that examines devices. Files are printed \
            in the order in which they are named, those of a folder by their names. Symbolic links are followed where \
            they are named here, not where they are met in a folder; links, sockets, pipes and devices met there are \
            named on standard error. So is a file that cannot be read: the others are digested all the same, and the \
            exit code is 65.
            """)

    @Argument(help: "A file, or with --recursive a folder.", completion: .file())
    var paths: [String]

    @Flag(name: [.short, .long], help: "Go into folders.")
    var recursive = false

    @Option(
        help: """
            How files are printed: as md5sum, sha1sum or sha256sum do, which these programs check (-c), as hashdeep does, \
            or as records with path, size and all three digests.
            """)
    var format: HashFormat = .sha256sum

    @Option(help: "How many cores digest at once; by default all of this machine.")
    var workers = ProcessInfo.processInfo.activeProcessorCount

    func validate() throws {
        guard !paths.isEmpty else { throw ValidationError("Name the files to digest.") }
        guard (1...1024).contains(workers) else { throw ValidationError("--workers takes a number from 1 to 1024.") }
    }

    func run() async throws {
        let printing = HashPrinting(format)
        try printing.begin()
        try await FileHashing.run(paths.map { [UInt8]($0.utf8) }, isRecursive: recursive, cores: workers) {
            try printing.print($0)
        }
        try printing.finish()
    }
}
