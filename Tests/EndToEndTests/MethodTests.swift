import Foundation
import Subprocess
import SystemPackage
import Testing

@Suite("The method of an examination", .timeLimit(.minutes(15)))
struct MethodTests {
    @Test("names the program's build, the libraries, the host, the options and the hash sets by content")
    func isComplete() async throws {
        let scratch = try Scratch()
        let image = try await scratch.unpack(Exhibits.named("dfvfs-bogus.001"))
        let set = try scratch.file("known.txt", [String(repeating: "0", count: 32)]).path
        _ = try await Caseload.run(
            ["examine", image, "--hash-set=\(set)=7", "--verify=all", "--workers=1", "--data=\(scratch.data)"])
        let methods = try await Caseload.run(["exhibit", "method", "--format=jsonl", "--data=\(scratch.data)"])
            .records(Method.self)
        // An exhibit that is only surveyed has its method, too, and one worker one method.
        let method = try #require(methods.first)
        #expect(methods.count == 1)
        #expect(method.exhibit == "bogus.001")
        #expect(method.host == ProcessInfo.processInfo.hostName)
        #expect(method.verify == "all")
        let libraries = [
            "libtsk", "libdeflate", "openssl", "digest kernel", "operating system", "kernel", "architecture",
        ]
        for name in libraries { #expect(method.method[name]?.isEmpty == false, "\(name)") }
        let notes = try await Subprocess.run(
            .name("readelf"), arguments: ["-n", Caseload.path.string], output: .string(limit: 1 << 16))
        #expect(notes.standardOutput.contains("Build ID: \(method.method["build"] ?? "none")"))
        let version = try await Caseload.run(["--version"])
        #expect(version.output == "\(method.version) (build \(method.method["build"] ?? "none"))\n")
        let sets = try await Caseload.run(["hashset", "list", "--format=jsonl", "--data=\(scratch.data)"])
            .records(HashSet.self)
        #expect(method.hashSets == sets)
    }

    private struct Method: Decodable {
        let exhibit: String
        let version: String
        let host: String
        let verify: String
        let method: [String: String]
        let hashSets: [HashSet]
    }

    private struct HashSet: Decodable, Equatable {
        let name: String
        let version: String
        let sha256: String
    }
}
