internal import Findings

/// A format of images, or of what is handed over like one, that is known by its content and not read. Without a name for
/// it the file would be taken for a raw device on which nothing is recognised.
struct ForeignFormat {
    /// What the file is, as a sentence goes on from “it is”.
    let name: String
    /// What to do with it: by which program it becomes something that is read.
    let advice: String
    let isEncrypted: Bool
    /// All of them have to be there.
    private let marks: [Mark]

    init(_ name: String, _ advice: String, isEncrypted: Bool = false, _ marks: Mark...) {
        (self.name, self.advice, self.isEncrypted, self.marks) = (name, advice, isEncrypted, marks)
    }

    /// Bytes by which a format is known.
    enum Mark {
        /// At a place of the file's first 4 KiB.
        case bytes([UInt8], at: Int)
        case text(StaticString, at: Int)
        /// Somewhere in its first 4 KiB.
        case inHead(StaticString)
        /// Somewhere in its last KiB.
        case inTail(StaticString)

        func isIn(_ candidate: Candidate) -> Bool {
            switch self {
            case .bytes(let bytes, let offset): candidate.has(bytes, at: offset)
            case .text(let text, let offset): candidate.has(text, at: offset)
            case .inHead(let text): candidate.head.contains(Array("\(text)".utf8))
            case .inTail(let text): candidate.tail.contains(Array("\(text)".utf8))
            }
        }
    }

    private func recognises(_ candidate: Candidate) -> Bool { marks.allSatisfy { $0.isIn(candidate) } }

    private func refusal(of candidate: Candidate) -> EvidenceError {
        EvidenceError(
            isEncrypted ? .encryptedVolume : .unsupportedImage, path: candidate.file.path,
            cause: "it is \(name), which is not read. \(advice)")
    }

    /// Refuses a file that is of such a format.
    static func check(_ candidate: Candidate) throws(EvidenceError) {
        if let format = all.first(where: { $0.recognises(candidate) }) { throw format.refusal(of: candidate) }
    }
}
