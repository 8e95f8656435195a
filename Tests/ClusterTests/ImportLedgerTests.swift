import Foundation
import HashSets
import Testing

@testable import Cluster

@Suite("The ledger of imports")
struct ImportLedgerTests {
    @Test("knows an import by the file's content and what was asked for, and by nothing else")
    func fingerprints() throws {
        try withFolder { folder in
            let (file, copy) = (folder + "/known.txt", folder + "/copy.txt")
            try Self.write("d41d8cd98f00b204e9800998ecf8427e\n", to: file)
            try Self.write("d41d8cd98f00b204e9800998ecf8427e\n", to: copy)
            let fingerprint = try HashSetImport(file: file).fingerprint()
            #expect(try HashSetImport(file: file).fingerprint() == fingerprint)
            #expect(try HashSetImport(file: copy, name: "known.txt").fingerprint() == fingerprint)
            let others = [
                HashSetImport(file: copy), HashSetImport(file: file, version: "2"),
                HashSetImport(file: file, category: "1"), HashSetImport(file: file, format: .plain),
            ]
            #expect(Set(try others.map { try $0.fingerprint() } + [fingerprint]).count == 5)
            try Self.write("d41d8cd98f00b204e9800998ecf8427f\n", to: file)
            #expect(try HashSetImport(file: file).fingerprint() != fingerprint)
        }
    }

    @Test("gives back the whole report of an import whose index is there")
    func remembers() throws {
        try withFolder { folder in
            let file = folder + "/known.txt"
            try Self.write("d41d8cd98f00b204e9800998ecf8427e\nno digest\n", to: file)
            let report = try HashSetImport(file: file).run(into: folder)
            let ledger = ImportLedger(folder: folder)
            #expect(ledger.report(of: "f") == nil)
            ledger.note(report, of: "f")
            #expect(ledger.report(of: "f") == report && report.rejected.count == 1)
            try Self.write("not JSON", to: folder + "/f.import")
            #expect(ledger.report(of: "f") == nil)
            ledger.note(report, of: "f")
            let index = URL(filePath: "\(folder)/\(report.sha256).hashset")
            var bytes = try Data(contentsOf: index)
            bytes[bytes.count - 1] ^= 1
            try bytes.write(to: index)
            #expect(ledger.report(of: "f") == nil)
            try FileManager.default.removeItem(at: index)
            #expect(ledger.report(of: "f") == nil)
        }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/ledger-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }
}
