internal import Findings

/// How the content of one item is read: where it lies, or why it cannot be read.
struct ContentPlan {
    var reading = Item.Reading.nothing
    /// The content; or what it is unpacked from, where a parser does that.
    var runs: [Run] = []
    var slack: [ByteRange] = []
    /// Why nothing is read although there should be something.
    var loss: Loss?

    struct Loss {
        let reason: Failure.Reason
        let detail: String
        var range: ByteRange?
    }

    static let nothing = ContentPlan()
    /// The most content that an item carries itself, in bytes.
    static let inlineLimit = 4096

    static func lost(_ reason: Failure.Reason, _ detail: String, range: ByteRange? = nil) -> ContentPlan {
        ContentPlan(loss: Loss(reason: reason, detail: detail, range: range))
    }

    static func inline(_ bytes: [UInt8]) -> ContentPlan { ContentPlan(reading: .inline(bytes)) }
}

extension ContentPlan {
    /// Appends a run, or lengthens the last one that it continues.
    mutating func append(_ offset: Int64?, _ byteCount: Int64) {
        guard byteCount > 0 else { return }
        if let last = runs.last {
            let continues = offset == nil ? last.offset == nil : last.range?.end == offset && last.offset != nil
            if continues {
                runs[runs.count - 1].byteCount += byteCount
                return
            }
        }
        runs.append(Run(offset: offset, byteCount: byteCount))
    }
}
