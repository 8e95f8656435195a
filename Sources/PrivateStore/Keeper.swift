internal import Foundation
internal import Glibc

extension PrivateStore {
    /// The process that owns the private server: it starts PostgreSQL as its child, waits until nobody uses the store
    /// any more, stops it and ends. PostgreSQL dies with it, also when it is killed.
    ///
    ///     users ──hold users.lock shared──┐
    ///     keeper ──waits to hold it alone─┴─► stops PostgreSQL, ends
    public enum Keeper {
        /// Keeps the server of a data folder until its last user has gone. To be called by the program that
        /// `KeeperCommand` names, in a process of its own: standard input is the start lock of whoever wants the store,
        /// standard output takes the report of how the start went.
        /// - Returns: the exit status for the process.
        public static func run(dataFolder: String) async -> Int32 {
            await withCheckedContinuation { continuation in
                // One thread from begin to end: PostgreSQL dies with the thread that started it.
                let thread = Thread { continuation.resume(returning: keep(dataFolder)) }
                thread.name = "keeper"
                thread.start()
            }
        }

        private static func keep(_ dataFolder: String) -> Int32 {
            for signal in [SIGPIPE, SIGHUP, SIGINT] { Glibc.signal(signal, SIG_IGN) }
            _ = unsafe chdir("/")
            do throws(PrivateStoreError) {
                let folder = try DataFolder(at: dataFolder)
                let lock = try FileLock(opening: folder.keeperLock)
                guard lock.takeIfFree(.exclusive) else {
                    throw PrivateStoreError(.inUse, subject: folder.path, cause: "another keeper has it")
                }
                var keeping = try Keeping(of: Server(in: folder, environment: ProcessInfo.processInfo.environment))
                try keeping.start()
                KeeperReport.ready.send()
                keeping.stay()
                return 0
            } catch {
                KeeperReport.failed(error).send()
                return 1
            }
        }
    }
}
