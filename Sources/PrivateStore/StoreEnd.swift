internal import Glibc

/// The end of a user's hold. The last user does not leave before the server has stopped, so that a command that has
/// ended has left nothing running.
///
/// Users leave one after the other; of two at once, neither would find itself the last. Whoever gets the users' lock
/// alone is the last. While they hold it, nobody new gets in, so the keeper can be told to end, and who wants the store
/// meanwhile starts another keeper afterwards.
struct StoreEnd: ~Copyable {
    private let folder: DataFolder
    private let hold: FileLock

    init(of folder: DataFolder, letting hold: consuming FileLock) {
        self.folder = folder
        self.hold = hold
    }

    consuming func run() {
        let turn = try? FileLock(opening: folder.leaveLock)
        turn?.take(.exclusive)
        stopIfLast()
    }

    /// Lets go of the hold at its end, before the next user's turn to leave.
    private consuming func stopIfLast() {
        // Not only closed: a process that is just being started elsewhere may hold a copy of the descriptor for a moment.
        defer { hold.release() }
        let isLast = hold.takeIfFree(.exclusive)
        // Taken alone by the keeper meanwhile, it cannot even be shared; with other users it can.
        guard isLast || !hold.takeIfFree(.shared) else { return }
        guard let keeper = try? FileLock(opening: folder.keeperLock), !keeper.takeIfFree(.shared) else { return }
        if isLast, let server = ServerFile.read(from: folder) { kill(server.keeper, SIGTERM) }
        keeper.take(.shared)
    }
}
