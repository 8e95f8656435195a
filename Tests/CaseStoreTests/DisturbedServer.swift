import Findings
import Foundation
import Glibc
import PrivateStore

@testable import CaseStore

/// A private PostgreSQL of one test alone, which may be killed, and whose disk may be full.
struct DisturbedServer {
    let folder: String
    let server: PrivateStore
    let store: CaseStore

    /// - Parameter megabytes: the size of the disk under the data folder; nil for the machine's own.
    static func run(megabytes: Int? = nil, _ body: (DisturbedServer) async throws -> Void) async throws {
        var template = Array("/tmp/caseload-disturbed-XXXXXX".utf8CString)
        let parent = unsafe mkdtemp(&template).map { unsafe String(cString: $0) } ?? ""
        _ = unsafe chmod(parent, 0o755)
        let folder = parent + "/data"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if let megabytes { try execute("/usr/bin/mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", folder) }
        let result: Result<Void, any Error>
        do { result = .success(try await use(folder, body)) } catch { result = .failure(error) }
        if megabytes != nil { try execute("/usr/bin/umount", "--lazy", folder) }
        try FileManager.default.removeItem(atPath: parent)
        try result.get()
    }

    private static func use(_ folder: String, _ body: (DisturbedServer) async throws -> Void) async throws {
        let server = try await PrivateStore.open(dataFolder: folder, keeper: TestServer.keeper)
        defer {
            server.close()
            TestServer.awaitKeeper(of: folder)
        }
        _ = try await CaseStore.create(at: server.address)
        let store = try await CaseStore(at: server.address)
        try await body(DisturbedServer(folder: folder, server: server, store: store))
        await store.close()
    }

    /// Kills PostgreSQL's first process; its keeper starts it again.
    func killServer() {
        let file = try? String(contentsOfFile: folder + "/postgres/postmaster.pid", encoding: .utf8)
        guard let process = file?.split(separator: "\n").first.flatMap({ Int32($0) }), process > 1 else { return }
        kill(process, SIGKILL)
    }

    func resize(megabytes: Int) throws {
        try Self.execute("/usr/bin/mount", "-o", "remount,size=\(megabytes)m", folder)
    }

    @discardableResult
    static func execute(_ program: String, _ arguments: String...) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Whether this process may mount a file system, as a container's root often may not.
    static let canMount: Bool = {
        guard getuid() == 0 else { return false }
        return (try? execute("/usr/bin/unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt")) == 0
    }()
}
