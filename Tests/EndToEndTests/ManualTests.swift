import Foundation
import Testing

/// What `--help` offers and no page of the manual mentions would be found by accident alone.
@Suite("The manual", .timeLimit(.minutes(15)))
struct ManualTests {
    static let pages: String = {
        let folder = Exhibits.fixtures.appending(path: "../../docs")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "md" }
            .compactMap { try? String(contentsOf: $0, encoding: .utf8) }.joined()
    }()

    @Test("knows every command, every option and every word that an option takes")
    func isComplete() async throws {
        let help = try await Caseload.run(["--experimental-dump-help"])
        let root = try JSONDecoder().decode(Help.self, from: Data(help.output.utf8)).command
        #expect(!Self.pages.isEmpty)
        for (path, command) in root.leaves(at: []) {
            let name = path.joined(separator: " ")
            #expect(["`\(name)", "caseload \(name)"].contains { Self.pages.contains($0) }, "\(name)")
            for word in command.words { #expect(Self.pages.contains(word), "\(name) \(word)") }
        }
    }

    @Test("has each exit code that --help lists")
    func listsExitCodes() async throws {
        let help = try await Caseload.run(["--help"]).output
        let codes = help.matches(of: #/(?m)^ +(\d+)  \S/#).map(\.1)
        #expect(codes.count >= 8)
        for code in codes { #expect(Self.pages.contains(try Regex("\\| .*\\b\(code)\\b.* \\|")), "\(code)") }
    }

    @Test("is right in that completions can be printed for each shell", arguments: ["bash", "zsh", "fish"])
    func completes(shell: String) async throws {
        let script = try await Caseload.run(["--generate-completion-script", shell])
        #expect(script.isSuccess)
        for word in ["examine", "hashset", "hash-set", "verify"] { #expect(script.output.contains(word), "\(word)") }
        #expect(Self.pages.contains("--generate-completion-script \(shell)"))
    }
}

/// What the argument parser says of its commands.
private struct Help: Decodable {
    let command: Command

    struct Command: Decodable {
        let commandName: String
        let shouldDisplay: Bool?
        let subcommands: [Command]?
        let arguments: [Argument]?

        struct Argument: Decodable {
            let shouldDisplay: Bool
            let names: [Name]?
            let allValues: [String]?

            struct Name: Decodable {
                let kind: String
                let name: String
            }
        }

        /// The commands that do something, each with its words behind the program's name.
        func leaves(at path: [String]) -> [([String], Command)] {
            guard let subcommands, !subcommands.isEmpty else { return [(path, self)] }
            return subcommands.filter { $0.shouldDisplay != false && $0.commandName != "help" }
                .flatMap { $0.leaves(at: path + [$0.commandName]) }
        }

        /// The long options, and the words that they take.
        var words: [String] {
            (arguments ?? []).filter(\.shouldDisplay).flatMap { argument in
                (argument.names ?? []).filter { $0.kind == "long" }.map { "--\($0.name)" } + (argument.allValues ?? [])
            }
        }
    }
}
