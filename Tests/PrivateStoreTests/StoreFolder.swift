import Foundation
import Glibc

@testable import PrivateStore

/// A data folder of one test, with the real processes that use it.
struct StoreFolder {
    let path: String

    /// The program of the tests, beside the test bundle.
    static let probe = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "private-store-probe").path
    static let keeper = KeeperCommand(program: probe, arguments: ["keeper"])

    /// Runs `body` with a folder that does not exist yet, and removes it when nothing uses it any more.
    static func with(_ name: String = "data", _ body: (StoreFolder) async throws -> Void) async throws {
        var template = Array("/tmp/caseload-private-XXXXXX".utf8CString)
        guard let parent = unsafe mkdtemp(&template).map({ unsafe String(cString: $0) }) else { throw Failed() }
        chmodAll(parent)
        let folder = StoreFolder(path: "\(parent)/\(name)")
        let result: Result<Void, any Error>
        do { result = .success(try await body(folder)) } catch { result = .failure(error) }
        await folder.awaitEnd()
        try? FileManager.default.removeItem(atPath: parent)
        try result.get()
    }

    struct Failed: Error {}

    func open() async throws -> PrivateStore {
        try await PrivateStore.open(dataFolder: path, keeper: Self.keeper)
    }

    /// Processes whose command line names the folder, this one left out.
    var processes: [Process] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(Int32.init).filter { $0 != getpid() }.compactMap { id in
            guard let data = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") else { return nil }
            let words = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            guard words.contains(where: { $0 == path || $0.hasPrefix(path + "/") }) else { return nil }
            return Process(id: id, words: words)
        }
    }

    struct Process {
        let id: Int32
        let words: [String]
        var isKeeper: Bool { words.contains("keeper") && words.first?.hasSuffix("probe") == true }
        var isServer: Bool { words.first?.hasSuffix("/postgres") == true && words.contains("-D") }

        func kill() { Glibc.kill(id, SIGKILL) }
    }

    var keeperProcess: Process? { processes.first(where: \.isKeeper) }
    var serverProcess: Process? { processes.first(where: \.isServer) }

    /// Waits until every process that uses the folder has ended.
    func awaitEnd() async {
        while let process = processes.first { await Self.awaitEnd(of: process.id) }
    }

    /// Waits for the end of a process that is no child of this one.
    static func awaitEnd(of process: Int32) async {
        let tail = Program("/usr/bin/tail", ["--pid=\(process)", "-s", "0.01", "-f", "/dev/null"])
        guard let waiting = try? tail.start() else { return }
        // On a thread of its own: other tests' tasks go on, which that process may wait for.
        await withCheckedContinuation { continuation in
            Thread {
                _ = Program.wait(for: waiting)
                continuation.resume()
            }.start()
        }
    }

    private static func chmodAll(_ path: String) { _ = unsafe chmod(path, 0o755) }
}
