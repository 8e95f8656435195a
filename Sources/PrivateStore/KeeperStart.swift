/// A running server, and how long its start took; nil when it was running already.
struct Started {
    let address: String
    let duration: Duration?
}

/// The start of a keeper by a user who holds the users' lock. Users take turns at it; the lock that makes them is handed
/// to the keeper, which lets go of it when the server is ready, so that nothing is ever polled.
struct KeeperStart {
    private let folder: DataFolder
    private let command: KeeperCommand

    init(of folder: DataFolder, by command: KeeperCommand) { (self.folder, self.command) = (folder, command) }

    /// Finds the keeper alive, or starts one and waits until its server is ready.
    func run() throws(PrivateStoreError) -> Started {
        let turn = try FileLock(opening: folder.startLock)
        turn.take(.exclusive)
        let keeper = try FileLock(opening: folder.keeperLock)
        if !keeper.takeIfFree(.shared) {
            if let running = ServerFile.read(from: folder) { return Started(address: running.address, duration: nil) }
            keeper.take(.shared)  // it was told to end, and does
        }
        keeper.release()
        let begin = ContinuousClock.now
        try start(handingOn: turn)
        guard let running = ServerFile.read(from: folder) else {
            throw PrivateStoreError(.keeperFailed, subject: folder.path, cause: "the keeper ended again at once")
        }
        return Started(address: running.address, duration: ContinuousClock.now - begin)
    }

    /// `setsid --fork` makes the keeper nobody's child: it outlives this process, and its end leaves no zombie here.
    private func start(handingOn turn: borrowing FileLock) throws(PrivateStoreError) {
        let pipe = try Pipe()
        let log = try Descriptor(appendingTo: folder.log)
        let program = SystemCall.realPath(command.program) ?? command.program
        let launcher = Program("/usr/bin/setsid", ["--fork", program] + command.arguments + [folder.path])
        let process = try launcher.start(
            input: turn.descriptor, output: pipe.writing.descriptor, error: log.descriptor)
        let ending = Program.wait(for: process)
        let report = KeeperReport(reading: pipe.readToEnd())
        switch report {
        case .ready: return
        case .failed(let error): throw error
        case nil:
            throw PrivateStoreError(
                .keeperFailed, subject: program, cause: "the keeper of \(folder.path) ended without a word (\(ending))")
        }
    }
}
