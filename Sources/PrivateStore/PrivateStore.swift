internal import Foundation
internal import Synchronization

/// A user's hold on the private PostgreSQL of a data folder: as long as one lives, in whatever process, the server runs.
/// When the last has gone, also by kill -9, its keeper stops it.
public final class PrivateStore: Sendable {
    /// How to reach the server: a libpq connection string. It holds no secret.
    public let address: String
    /// How long the start took; nil when the server was running already.
    public let startDuration: Duration?
    private let folder: DataFolder
    private let command: KeeperCommand
    private let hold: Mutex<FileLock?>

    private init(_ folder: DataFolder, _ command: KeeperCommand, _ hold: consuming FileLock, _ started: Started) {
        (self.folder, self.command) = (folder, command)
        (address, startDuration) = (started.address, started.duration)
        self.hold = Mutex(consume hold)
    }

    /// Opens the private store of a data folder, and starts its server where it does not run: for the first time that
    /// takes about two seconds, later a fraction of one.
    /// - Parameters:
    ///   - dataFolder: by default `defaultDataFolder`.
    ///   - command: the program that runs `Keeper.run(dataFolder:)`.
    ///   - wait: told once why the start has to wait: for room on a full disk without end, for what was killed a few
    ///     times; without it nothing is waited for.
    public static func open(
        dataFolder: String = PrivateStore.defaultDataFolder, keeper command: KeeperCommand = .thisProgram,
        waiting wait: ((PrivateStoreError) -> Void)? = nil
    ) async throws(PrivateStoreError) -> PrivateStore {
        guard let wait else { return try await openAtOnce(dataFolder, command) }
        var trouble = StartTrouble()
        while true {
            do { return try await openAtOnce(dataFolder, command) } catch {
                guard let delay = trouble.delay(after: error) else { throw error }
                if trouble.isNews { wait(error) }
                guard (try? await Task.sleep(for: delay)) != nil else { throw error }
            }
        }
    }

    private static func openAtOnce(
        _ dataFolder: String, _ command: KeeperCommand
    ) async throws(PrivateStoreError) -> PrivateStore {
        try await onThread { () throws(PrivateStoreError) in
            let folder = try DataFolder(at: dataFolder)
            let hold = try FileLock(opening: folder.usersLock)
            hold.take(.shared)
            let started = try KeeperStart(of: folder, by: command).run()
            return PrivateStore(folder, command, hold, started)
        }
    }

    /// Whether a data folder holds a private store. One that another user keeps from being looked at may.
    public static func exists(in dataFolder: String) -> Bool {
        let status = SystemCall.status(of: DataFolder(path: dataFolder).postgres)
        return status != nil || SystemCall.lastError != ENOENT
    }

    /// `$XDG_DATA_HOME/caseload`, by default `~/.local/share/caseload`; for root `/var/lib/caseload`.
    public static var defaultDataFolder: String {
        DataFolder.defaultPath(
            environment: ProcessInfo.processInfo.environment, userID: SystemCall.userID, home: NSHomeDirectory())
    }

    /// Looks for the keeper every second until the task is cancelled, and starts it again when it has died.
    /// - Parameter say: told of each death, and once why no keeper can be started.
    public func keepAlive(say: (Revival) -> Void) async {
        var isSaid = false
        while (try? await Task.sleep(for: Self.interval)) != nil {
            do throws(PrivateStoreError) {
                if try await revive() { say(.revived) }
                isSaid = false
            } catch {
                if !isSaid { say(.impossible(error)) }
                isSaid = true
            }
        }
    }

    public enum Revival: Hashable, Sendable {
        case revived
        /// It is tried again and again.
        case impossible(PrivateStoreError)
    }

    /// Short, because all work waits while the keeper is away.
    private static let interval: Duration = .seconds(1)

    /// Starts the keeper again if it has died. The server's address stays the same.
    /// - Returns: whether it had died.
    @discardableResult
    public func revive() async throws(PrivateStoreError) -> Bool {
        let (folder, command) = (folder, command)
        return try await Self.onThread { () throws(PrivateStoreError) in
            try KeeperStart(of: folder, by: command).run().duration != nil
        }
    }

    /// Lets go of the store. Its last user stops the server, and waits until that has been done. May be called twice.
    public func close() {
        guard let hold = hold.withLock({ $0.take() }) else { return }
        StoreEnd(of: folder, letting: hold).run()
    }

    /// Runs what blocks on a thread of its own.
    private static func onThread<Value: Sendable>(
        _ body: @escaping @Sendable () throws(PrivateStoreError) -> Value
    ) async throws(PrivateStoreError) -> Value {
        let result: Result<Value, PrivateStoreError> = await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: Result(catching: body)) }
            thread.name = "private store"
            thread.start()
        }
        return try result.get()
    }
}
