import Foundation
import Testing

/// What people mistype or forget: nothing is found in silence, nothing is made, and the sentence says what to do.
@Suite("A mistake", .timeLimit(.minutes(15)))
struct MistakeTests {
    private static let laptop = Exhibits.fixtures.appending(path: "demo/laptop.E01").path

    @Test(
        "in the name of a data folder makes no store that would look empty", arguments: [["items"], ["case", "list"]])
    func makesNoStore(command: [String]) async throws {
        let scratch = try Scratch()
        let outcome = try await Caseload.run(command + ["--data=\(scratch.data)"])
        #expect(outcome.exitCode == 65)
        #expect(outcome.errors.contains("\(scratch.data): there is no store here"), "\(outcome)")
        #expect(!FileManager.default.fileExists(atPath: scratch.data))
    }

    @Test("in a configuration file is refused, where another folder would be meant from elsewhere")
    func refusesRelativeFolder() async throws {
        let scratch = try Scratch()
        let folder = scratch.url.appending(path: "caseload")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(#"{"data": "store"}"#.utf8).write(to: folder.appending(path: "caseload.json"))
        let outcome = try await Caseload.run(
            ["case", "list"], environment: ["XDG_CONFIG_HOME": scratch.url.path], in: scratch.url)
        #expect(outcome.exitCode == 65)
        #expect(outcome.errors.contains("is no absolute path"), "\(outcome)")
    }

    @Test("by which an image would be counted twice is refused")
    func refusesRepeatedImage() async throws {
        let scratch = try Scratch()
        let again = scratch.url.appending(path: "again.E01").path
        try FileManager.default.createSymbolicLink(atPath: again, withDestinationPath: Self.laptop)
        let sameName = try await Caseload.run(["examine", Self.laptop, Self.laptop, "--data=\(scratch.data)"])
        #expect(sameName.exitCode == 64)
        #expect(sameName.errors.contains("Two images would be exhibit laptop.E01"), "\(sameName)")
        let sameFile = try await Caseload.run(["examine", Self.laptop, again, "--data=\(scratch.data)"])
        #expect(sameFile.exitCode == 65)
        #expect(sameFile.errors.contains("laptop.E01 is named twice"), "\(sameFile)")
        let path = try await scratch.unpack(Exhibits.named("dfvfs-ext2.splitraw"))
        let second = path.dropLast(3) + "001"
        let segments = try await Caseload.run(["examine", path, String(second), "--data=\(scratch.data)"])
        #expect(segments.exitCode == 65)
        #expect(segments.errors.contains("are files of one image"), "\(segments)")
    }

    @Test("in which no segment lies beside a link to the first is none: they lie beside its target")
    func followsLink() async throws {
        let scratch = try Scratch()
        let path = try await scratch.unpack(Exhibits.named("dfvfs-ext2.splitraw"))
        let link = scratch.url.appending(path: "seized.raw").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        let outcome = try await Caseload.run(["examine", link, "--strict", "--data=\(scratch.data)"])
        #expect(outcome.isSuccess, "\(outcome)")
        #expect(outcome.output.contains("Exhibit seized.raw"))
    }

    @Test("such as going on with a closed case is refused until it is opened again")
    func refusesClosedCase() async throws {
        let scratch = try Scratch()
        let add = ["exhibit", "add", "C", Self.laptop, "--data=\(scratch.data)"]
        for command in [["case", "create", "C"], ["case", "close", "C"]] {
            let outcome = try await Caseload.run(command + ["--data=\(scratch.data)"])
            #expect(outcome.isSuccess, "\(outcome)")
        }
        for command in [add, ["examine", Self.laptop, "--case=C", "--data=\(scratch.data)"]] {
            let outcome = try await Caseload.run(command)
            #expect(outcome.exitCode == 65)
            #expect(outcome.errors.contains("Case C is closed"), "\(outcome)")
        }
        // Opened by the command that the sentence names, as it stands there.
        let sentence = try await Caseload.run(add).errors.split(separator: "`")
        try #require(sentence.count == 3)
        let remedy = sentence[1].split(separator: " ").map(String.init)
        #expect(try await Caseload.run(Array(remedy.dropFirst())).isSuccess, "\(remedy)")
        #expect(try await Caseload.run(add).isSuccess)
    }

    @Test("such as asking for what an examination has yet to find is answered so")
    func saysWhatIsNotThereYet() async throws {
        let scratch = try Scratch()
        for command in [["case", "create", "C"], ["exhibit", "add", "C", Self.laptop]] {
            _ = try await Caseload.run(command + ["--data=\(scratch.data)"])
        }
        let verify = try await Caseload.run(["exhibit", "verify", "--strict", "--data=\(scratch.data)"])
        #expect(verify.exitCode == 2)
        #expect(verify.errors.contains("Nothing has been verified yet"), "\(verify)")
        let otherwise = try await Caseload.run(
            ["examine", Self.laptop, "--case=C", "--verify=none", "--data=\(scratch.data)"])
        #expect(otherwise.exitCode == 65)
        #expect(otherwise.errors.contains("nothing of it has been examined yet"), "\(otherwise)")
        for command in ["digest", "coverage"] {
            let outcome = try await Caseload.run(["exhibit", command, "--data=\(scratch.data)"])
            #expect(outcome.exitCode == 65)
            #expect(outcome.errors.contains("Exhibit laptop.E01 has not been examined yet"), "\(outcome)")
        }
    }

    @Test("such as expecting hits of a set that came later is answered with the set, and where the old findings are")
    func namesWhatDiffers() async throws {
        let scratch = try Scratch()
        let image = try await scratch.unpack(Exhibits.named("dfvfs-bogus.001"))
        let examine = ["examine", image, "--case=C", "--data=\(scratch.data)"]
        #expect(try await Caseload.run(examine).isSuccess)
        let set = try scratch.file("later.txt", [String(repeating: "0", count: 32)]).path
        _ = try await Caseload.run(["hashset", "import", set, "--data=\(scratch.data)"])
        for more in [[], ["--verify=all"]] {
            let outcome = try await Caseload.run(examine + more)
            #expect(outcome.exitCode == 65)
            #expect(outcome.errors.contains("was registered without later.txt"), "\(outcome)")
            #expect(outcome.errors.contains("--verify stored") == !more.isEmpty, "\(outcome)")
            let hits = "`caseload hits C --exhibit bogus.001 --data \(scratch.data)`"
            #expect(outcome.errors.contains(hits), "\(outcome)")
        }
        #expect(try await Caseload.run(examine + ["--anew"]).isSuccess)
        // From then on it is what was asked for: typed again, it has nothing to do, and its method tells the set.
        let again = try await Caseload.run(examine)
        #expect(again.isSuccess && again.output.contains("everything had been examined before"), "\(again)")
        let method = try await Caseload.run(["exhibit", "method", "C", "--data=\(scratch.data)"])
        #expect(method.output.contains("later.txt"), "\(method)")
    }

    @Test(
        "such as asking for a verification and for none is refused",
        arguments: ["all", "md5:\(String(repeating: "0", count: 32))"])
    func refusesTwoPolicies(other: String) async throws {
        let outcome = try await Caseload.run(["examine", Self.laptop, "--verify=\(other)", "--verify=none"])
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.contains("--verify"), "\(outcome)")
    }

    @Test("such as taking an image for verified that was examined without is not made by the summary")
    func saysWhatWasNotVerified() async throws {
        let scratch = try Scratch()
        let outcome = try await Caseload.run(["examine", Self.laptop, "--verify=none", "--data=\(scratch.data)"])
        #expect(outcome.isSuccess)
        #expect(outcome.output.contains("Nothing was verified, although hashes are stated"), "\(outcome)")
    }

    @Test(
        "of a script that leaves a word empty is refused: it would mean another case, folder or category",
        arguments: [
            ["examine", "x", "--case", ""], ["examine", "x", "--exhibit", ""], ["examine", "x", "--hash-set=f="],
            ["examine", "x", "--hash-set==1"], ["examine", "x", "--data", ""], ["items", "--database", ""],
            ["hits", "--category", ""], ["hits", "--exhibit", " "], ["items", "--path", ""],
            ["failures", "--exhibit", ""],
            ["hashset", "import", "f", "--name", ""], ["hashset", "import", "f", "--category", ""],
            ["exhibit", "add", "C", "x", "--exhibit", ""],
        ])
    func refusesEmptyWord(command: [String]) async throws {
        let outcome = try await Caseload.run(command)
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.contains("invalid for '--"), "\(outcome)")
    }

    @Test("of a day that no calendar has is refused", arguments: ["2024-02-30", "2023-02-29T00:00:00Z", "2024-13-01"])
    func refusesDay(day: String) async throws {
        let outcome = try await Caseload.run(["items", "--modified-after=\(day)"])
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.contains("'\(day)' is invalid"), "\(outcome)")
    }

    @Test("such as letting others read the database's password is refused, and so is a file that is not there")
    func refusesOpenDatabaseFile() async throws {
        let scratch = try Scratch()
        let open = try scratch.file("database", ["postgresql://caseload:password@localhost/caseload"]).path
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: open)
        for (path, words) in [(open, "others can read it"), (scratch.url.path + "/missing", "cannot be read")] {
            let outcome = try await Caseload.run([
                "coordinator", "--socket=none", "--secret-file=none", "--hash-set-folder=none",
                "--database-file=\(path)",
            ])
            #expect(outcome.exitCode == 65)
            #expect(outcome.errors.contains("\(path): ") && outcome.errors.contains(words), "\(outcome)")
            #expect(!outcome.errors.contains("password"))
        }
    }

    @Test("of the path of a secret names it")
    func namesSecret() async throws {
        let scratch = try Scratch()
        let secret = try scratch.file("secret", [String(repeating: "s", count: 31)]).path
        for (path, words) in [(scratch.url.path + "/missing", "cannot be read"), (secret, "fewer than 32 characters")] {
            try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            let outcome = try await Caseload.run(["worker", "--socket=none", "--secret-file=\(path)"])
            #expect(outcome.exitCode == 65)
            #expect(outcome.errors.contains("\(path): ") && outcome.errors.contains(words), "\(outcome)")
        }
    }
}
