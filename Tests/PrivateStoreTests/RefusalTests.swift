import Foundation
import TestSupport
import Testing

@testable import PrivateStore

@Suite("A private store refuses, and says why:")
struct RefusalTests {
    private static func refusal(of folder: StoreFolder) async -> PrivateStoreError? {
        do {
            try await folder.open().close()
            return nil
        } catch {
            return error as? PrivateStoreError
        }
    }

    @Test("a folder that another server uses; and uses it when that server has gone")
    func inUse() async throws {
        try await StoreFolder.with { folder in
            try await folder.open().close()
            await folder.awaitEnd()
            let installation = try #require(try Installation.all(path: "").first)
            let user = try ServerUser.current()
            let arguments = ["-D", folder.path + "/postgres", "-k", "/tmp", "-p", "54321", "-h", ""]
            let other = try user.program(installation.postgres, arguments).start()
            while PostmasterFile(in: folder.path + "/postgres")?.status != "ready" {}
            let error = await Self.refusal(of: folder)
            #expect(error?.reason == .inUse)
            #expect(error?.cause.contains("\(other)") == true)
            kill(other, SIGINT)
            _ = Program.wait(for: other)
            #expect(await Self.refusal(of: folder) == nil)
        }
    }

    @Test("the lock file of a killed server whose number another program has by now is none")
    func reusedProcessNumber() async throws {
        try await StoreFolder.with { folder in
            try await folder.open().close()
            await folder.awaitEnd()
            let stale = "\(getpid())\n\(folder.path)/postgres\n1\n5432\n/tmp\n\n  1 2\nready\n"
            try stale.write(toFile: folder.path + "/postgres/postmaster.pid", atomically: false, encoding: .utf8)
            #expect(await Self.refusal(of: folder) == nil)
        }
    }

    @Test("a folder of another major version of PostgreSQL")
    func otherVersion() async throws {
        try await StoreFolder.with { folder in
            try await folder.open().close()
            await folder.awaitEnd()
            try "9\n".write(toFile: folder.path + "/postgres/PG_VERSION", atomically: false, encoding: .utf8)
            let error = await Self.refusal(of: folder)
            #expect(error?.reason == .otherVersion)
            #expect(error?.cause.contains("made by PostgreSQL 9") == true)
        }
    }

    @Test("a machine without PostgreSQL's server, or with one that is too old")
    func missingPrograms() throws {
        #expect(try Installation.all(path: "/nowhere:", debianFolder: "/nowhere").isEmpty)
        let error = #expect(throws: PrivateStoreError.self) {
            try Installation.choose(from: [], for: nil, dataFolder: "/d")
        }
        #expect(error?.reason == .missingPrograms)
        #expect(error?.description.contains("apt-get install postgresql") == true)
    }

    @Test("programs that are killed before they tell their version, and does not take them for missing ones")
    func killedPrograms() throws {
        let scratch = try ScratchFolder()
        let script = try scratch.write("#!/bin/sh\nkill -KILL $$\n".utf8, to: "script")
        unsafe chmod(script, 0o755)
        for program in ["initdb", "postgres"] {
            // By another process: what this one has open for writing, its children may hold open, and nobody can run then.
            _ = try Program("/usr/bin/cp", [script, scratch.path(program)]).output()
        }
        let error = #expect(throws: PrivateStoreError.self) {
            try Installation.all(path: scratch.url.path, debianFolder: "/nowhere")
        }
        #expect(error?.reason == .serverFailed)
        #expect(error?.cause.contains("killed by signal 9") == true)
    }

    @Test("programs that cannot be started, and does not take them for missing ones")
    func unstartablePrograms() throws {
        let scratch = try ScratchFolder()
        for program in ["initdb", "postgres"] { unsafe chmod(try scratch.write([0x7F], to: program), 0o755) }
        let error = #expect(throws: PrivateStoreError.self) {
            try Installation.all(path: scratch.url.path, debianFolder: "/nowhere")
        }
        #expect(error?.reason == .fileSystem)
        #expect(error?.subject.hasSuffix("/postgres") == true)
        #expect(try !Installation.all(path: scratch.url.path).isEmpty, "another one is there")
    }

    @Test("a file in the folder's place")
    func fileInPlace() async throws {
        try await StoreFolder.with { folder in
            try "".write(toFile: folder.path, atomically: false, encoding: .utf8)
            #expect(await Self.refusal(of: folder)?.reason == .fileSystem)
        }
    }

    @Test("a folder that the server's user cannot reach, naming the one that blocks the way", .enabled(if: isRoot))
    func unreachable() async throws {
        try await StoreFolder.with("closed/data") { folder in
            let blocking = URL(fileURLWithPath: folder.path).deletingLastPathComponent().path
            try FileManager.default.createDirectory(
                atPath: blocking, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let error = await Self.refusal(of: folder)
            #expect(error?.reason == .unreachableFolder && error?.subject == blocking)
        }
    }

    @Test("a folder whose store belongs to another user", .enabled(if: isRoot))
    func foreignOwner() async throws {
        try await StoreFolder.with { folder in
            try FileManager.default.createDirectory(
                atPath: folder.path + "/postgres", withIntermediateDirectories: true)
            #expect(await Self.refusal(of: folder)?.reason == .foreignOwner)
        }
    }

    @Test("a full disk; and starts once there is room", .enabled(if: canMount))
    func fullDisk() async throws {
        try await StoreFolder.with { folder in
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
            _ = try Program("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=20m", "tmpfs", folder.path]).output()
            let error = await Self.refusal(of: folder)
            #expect(error?.reason == .diskFull, "\(String(describing: error))")
            _ = try Program("/usr/bin/mount", ["-o", "remount,size=200m", folder.path]).output()
            #expect(await Self.refusal(of: folder) == nil)
            await folder.awaitEnd()
            _ = try Program("/usr/bin/umount", [folder.path]).output()
        }
    }

    @Test("a keeper that cannot be started")
    func noKeeper() async throws {
        try await StoreFolder.with { folder in
            let command = KeeperCommand(program: "/nowhere/caseload", arguments: [])
            let error = await #expect(throws: PrivateStoreError.self) {
                try await PrivateStore.open(dataFolder: folder.path, keeper: command)
            }
            #expect(error?.reason == .keeperFailed)
        }
    }

    @Test("what an interrupted first start left is none of it: the next one begins anew")
    func unfinished() async throws {
        try await StoreFolder.with { folder in
            let unfinished = folder.path + "/postgres.unfinished/base"
            try FileManager.default.createDirectory(atPath: unfinished, withIntermediateDirectories: true)
            #expect(await Self.refusal(of: folder) == nil)
        }
    }
}

/// Whether this process may mount a file system, as a container's root often may not.
let canMount: Bool = {
    guard isRoot else { return false }
    let trial = Program("/usr/bin/unshare", ["-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"])
    return (try? trial.output()) != nil
}()
