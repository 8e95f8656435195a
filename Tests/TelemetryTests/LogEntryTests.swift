import Foundation
import Logging
@testable import Telemetry
import Testing

@Suite("A log's line")
struct LogEntryTests {
    private static let moment = Date(timeIntervalSince1970: 1_700_000_000.25)

    private func line(_ message: String, _ metadata: Logger.Metadata = [:], _ format: LogFormat, journal: Bool = false)
        -> String
    {
        let handler = LineLogHandler(label: "worker", level: .info, format: format, isForJournal: journal)
        let event = LogEvent(
            level: .warning, message: "\(message)", metadata: metadata, source: nil, file: "", function: "", line: 0)
        return String(
            decoding: handler.entry(event, at: Self.moment).line(in: format, isForJournal: journal), as: UTF8.self)
    }

    @Test("says when, how severe, who and what, then what it is about in the order of the names")
    func text() {
        #expect(
            line("An examiner died.", ["shard": "7", "cause": "a signal"], .text)
                == "2023-11-14T22:13:20.25Z warning worker: An examiner died. cause=“a signal” shard=7\n")
    }

    @Test("has its priority in front for the journal, which knows the time and the process already")
    func journal() {
        #expect(line("An examiner died.", ["shard": "7"], .text, journal: true) == "<4>An examiner died. shard=7\n")
    }

    @Test("is one object for programs, journal or not", arguments: [true, false])
    func json(journal: Bool) throws {
        let text = line("An examiner died.", ["shard": "7"], .json, journal: journal)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(Set(object.keys) == ["time", "level", "logger", "message", "metadata"])
        #expect(object["time"] as? String == "2023-11-14T22:13:20.25Z")
        #expect(object["level"] as? String == "warning")
        #expect(object["metadata"] as? [String: String] == ["shard": "7"])
    }

    @Test(
        "is one line whatever the message holds, and steers no terminal", arguments: LogFormat.allCases, [true, false])
    func oneLine(format: LogFormat, journal: Bool) throws {
        let words = "first\n<0>second\u{1B}[2J\u{2028}third"
        let text = line(words, ["detail": "a\nb"], format, journal: journal)
        #expect(text.hasSuffix("\n"))
        #expect(!text.dropLast().contains { $0.isNewline || $0 == "\u{1B}" })
        if format == .json {
            let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            #expect(object?["message"] as? String == words)
        }
    }

    @Test("has an error that came with the message, and what belongs to the logger")
    func details() {
        var handler = LineLogHandler(label: "x", level: .info, format: .text, isForJournal: false)
        handler[metadataKey: "worker"] = "w1"
        let event = LogEvent(
            level: .error, message: "No.", error: CancellationError(), metadata: ["worker": "w2"], source: nil,
            file: "", function: "", line: 0)
        let entry = handler.entry(event, at: Self.moment)
        #expect(entry.metadata.map(\.name) == ["error", "worker"])
        #expect(entry.metadata.last?.value == "w2")
    }

    @Test("goes to the journal only where standard error does, not where the variable is somebody else's")
    func recognisesJournal() {
        var status = stat()
        #expect(unsafe fstat(2, &status) == 0)
        #expect(Journal.reads(standardErrorOf: ["JOURNAL_STREAM": "\(status.st_dev):\(status.st_ino)"]))
        #expect(!Journal.reads(standardErrorOf: ["JOURNAL_STREAM": "\(status.st_dev):\(status.st_ino + 1)"]))
        #expect(!Journal.reads(standardErrorOf: [:]))
    }
}
