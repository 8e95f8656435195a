internal import Foundation
internal import Glibc

/// What a keeper tells whoever started it, as JSON on its standard output; then it lets go of its standard streams, and
/// with them of the start lock.
enum KeeperReport: Codable, Hashable {
    case ready
    case failed(PrivateStoreError)

    func send() {
        let output = Descriptor(dup(STDOUT_FILENO))
        if let json = try? JSONEncoder().encode(self) { output.write(Array(json)) }
        let nothing = Descriptor(unsafe open("/dev/null", O_RDWR | O_CLOEXEC))
        for stream in [STDIN_FILENO, STDOUT_FILENO] { dup2(nothing.descriptor, stream) }
    }

    /// nil when the keeper ended before it had a word to say.
    init?(reading text: String) {
        guard let report = try? JSONDecoder().decode(KeeperReport.self, from: Data(text.utf8)) else { return nil }
        self = report
    }
}
