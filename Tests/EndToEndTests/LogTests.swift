import Foundation
import Testing

/// What roles write to standard error.
@Suite("Logs", .serialized, .timeLimit(.minutes(15)))
struct LogTests {
    private struct Line: Decodable {
        let time: String
        let level: String
        let logger: String
        let message: String
        let metadata: [String: String]
    }

    @Test("are objects, a line each, of all roles of an examination, when an option or the environment says so")
    func json() async throws {
        let scratch = try Scratch()
        let image = try await scratch.unpack(Exhibits.named("own-laptop.E01"))
        let ways: [([String], [String: String])] = [
            (["--log-format=json", "--log-level=info"], [:]),
            (["--anew"], ["CASELOAD_LOG_FORMAT": "json", "CASELOAD_LOG_LEVEL": "info"]),
        ]
        for (options, environment) in ways {
            let outcome = try await Caseload.run(
                ["examine", image, "--data=\(scratch.data)", "--workers=1"] + options, environment: environment)
            try #require(outcome.isSuccess, "\(outcome)")
            let lines = try outcome.errors.split(separator: "\n").filter { $0.hasPrefix("{") }
                .map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
            #expect(lines.contains { $0.logger == "worker" && $0.message.contains("Enrolled") }, "\(outcome.errors)")
            #expect(!outcome.errors.contains(" worker: "))
        }
    }

    @Test("are refused in a form that there is not", arguments: ["CASELOAD_LOG_FORMAT", "CASELOAD_LOG_LEVEL"])
    func refusesWords(variable: String) async throws {
        let scratch = try Scratch()
        let outcome = try await Caseload.run(
            ["examine", "x.raw", "--data=\(scratch.data)"], environment: [variable: "xml"])
        #expect(outcome.exitCode == 65)
        #expect(outcome.errors.contains("xml"))
    }
}
