public import CaseStore
internal import ClusterProtocol
internal import Glibc
public import Logging
internal import Processes
internal import Subprocess

/// A whole cluster on one machine, for one person: a coordinator and workers as processes of their own, for as long as
/// the exhibits need them.
public struct Workstation: Sendable {
    let store: CaseStore
    let options: Options
    let logger: Logger

    public struct Options: Hashable, Sendable {
        /// This program.
        public var executable: String
        /// The database, as libpq's connection string; the coordinator's alone.
        public var databaseAddress: String
        /// Where hash-set indexes lie.
        public var hashSetFolder: String
        /// Where sockets and secrets lie: a folder that only this user can enter, with a short path.
        public var runFolder: String
        /// How many workers, each with one examiner.
        public var workerCount: Int
        /// Further arguments for every worker.
        public var workerArguments: [String]
        /// Further arguments for the coordinator and every worker.
        public var roleArguments: [String]
        /// How long a lease lasts unless renewed.
        public var leaseTerm: Duration

        public init(
            executable: String, databaseAddress: String, hashSetFolder: String, runFolder: String, workerCount: Int,
            workerArguments: [String] = [], roleArguments: [String] = [], leaseTerm: Duration = .seconds(15)
        ) {
            self.executable = executable
            self.databaseAddress = databaseAddress
            self.hashSetFolder = hashSetFolder
            self.runFolder = runFolder
            self.workerCount = workerCount
            self.workerArguments = workerArguments
            self.roleArguments = roleArguments
            self.leaseTerm = leaseTerm
        }
    }

    public init(store: CaseStore, options: Options, logger: Logger) {
        // The coordinator waits for the database, too, and says so to everybody: once is enough.
        self.store = store.withoutPatience
        self.options = options
        self.logger = logger
    }

    /// Examines registered exhibits until each of their shards has ended; then its processes are gone.
    /// - Parameter watch: told a few times a second how far each exhibit is.
    public func examine(
        _ exhibits: [ExhibitID], watch: @escaping @Sendable ([Progress]) async throws -> Void
    ) async throws {
        let socketPath = "\(options.runFolder)/\(getpid()).sock"
        let secretPath = "\(options.runFolder)/\(getpid()).secret"
        let addressPath = "\(options.runFolder)/\(getpid()).database"
        _ = try Secret(makingAt: secretPath)
        // A connection string may hold a password: it goes through a file that only this user reads.
        guard SmallFile.write(options.databaseAddress, to: addressPath) else {
            throw ProcessError("write \(addressPath)", code: EIO)
        }
        defer { for path in [socketPath, "\(socketPath).lock", secretPath, addressPath] { SmallFile.remove(path) } }
        await endLeases(of: await deadWorkers())
        try await withThrowingTaskGroup { group in
            for role in roles(socketPath: socketPath, secretPath: secretPath, addressPath: addressPath) {
                group.addTask { try await role.keepRunning() }
            }
            group.addTask { try await follow(exhibits, watch) }
            // Roles run until they are cancelled: the first to return is the one that follows the exhibits.
            try await group.next()
            group.cancelAll()
            while (try? await group.next()) != nil {}
        }
    }

    private func roles(socketPath: String, secretPath: String, addressPath: String) -> [LocalRole] {
        let common = ["--socket", socketPath, "--secret-file", secretPath, "--lifeline"] + options.roleArguments
        let coordinator = [
            "coordinator", "--database-file", addressPath, "--hash-set-folder", options.hashSetFolder, "--lease-term",
            "\(options.leaseTerm.milliseconds)",
        ]
        return [role(coordinator + common, environment: .inherit)]
            + (1...max(1, options.workerCount)).map { number in
                let name = LocalWorker.ofThisProcess(number).description
                let own = ["worker", "--name", name, "--examiners", "1", "--grace", "0"]
                var worker = role(own + common + options.workerArguments)
                worker.hasDied = { await endLeases(of: [name]) }
                return worker
            }
    }

    private func role(_ arguments: [String], environment: Environment = .withoutDatabase) -> LocalRole {
        LocalRole(executable: options.executable, arguments: arguments, environment: environment, logger: logger)
    }

    /// What dead workers held can be examined at once. A database that is away is waited for: whatever killed a worker
    /// may have killed PostgreSQL, too, and without it the worker's successor has nothing to do.
    private func endLeases(of workers: [String]) async {
        var backoff = Backoff()
        while true {
            do { return try await store.cutShort(leasesOf: workers) } catch {
                guard error.isWorthWaiting, (try? await Task.sleep(for: backoff.next())) != nil else {
                    logger.info("The leases of dead workers end by themselves.", metadata: ["cause": "\(error)"])
                    return
                }
            }
        }
    }

    /// Workers that an earlier examination on this machine left holding leases when it was killed.
    private func deadWorkers() async -> [String] {
        let holders = (try? await store.leaseHolders()) ?? []
        return holders.filter { LocalWorker($0)?.isGone == true }
    }

    /// How often progress is asked for: often enough that the end of a small examination is not waited for.
    private static let interval: Duration = .milliseconds(100)

    private func follow(
        _ exhibits: [ExhibitID], _ watch: @Sendable ([Progress]) async throws -> Void
    ) async throws {
        var isWaiting = false
        while true {
            do {
                var all: [Progress] = []
                for exhibit in exhibits { all.append(try await store.progress(of: exhibit)) }
                isWaiting = false
                try await watch(all)
                if all.allSatisfy({ $0.hasEnded && !$0.shards.isEmpty }) {
                    _ = try await store.finishExhibits()
                    return
                }
            } catch let error as StoreError where error.isWorthWaiting {
                if !isWaiting { logger.info("Waiting for the database: \(error)") }
                isWaiting = true
            }
            try await Task.sleep(for: Self.interval)
        }
    }
}
