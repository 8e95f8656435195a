import ArgumentParser
import CaseStore
import Foundation
import PrivateStore
import Reporting

/// Where the cases are: in a database that others may share, or in a data folder's private store.
struct StoreOptions: ParsableArguments {
    @Option(
        help: .init(
            """
            A shared database, as a libpq URL. Leave the password out, which others could read in the list of \
            processes: libpq takes it from ~/.pgpass or PGPASSWORD. Also CASELOAD_DATABASE, or "database" in \
            ~/.config/caseload/caseload.json or /etc/caseload/caseload.json.
            """, valueName: "url"), transform: Word.notEmpty)
    var database: String?
    @Option(
        help: .init(
            """
            The data folder: its private store, which is started and stopped as needed, and the hash sets' indexes. \
            Also CASELOAD_DATA, or "data" in those files; by default \(PrivateStore.defaultDataFolder).
            """, valueName: "dir"), transform: Word.notEmpty)
    var data: String?

    /// Finds the store's place, and starts its server if it is a private one.
    /// - Parameter isMaking: whether a private store is made where there is none. Whoever only asks wants none: it would
    ///   look as if nothing had been found.
    func locate(making isMaking: Bool = false) async throws -> LocatedStore {
        let place = try await StorePlace(database: database, data: data)
        guard place.database == nil else { return LocatedStore(place, nil) }
        guard isMaking || PrivateStore.exists(in: place.dataFolder) else {
            throw CommandError(
                .refusedInput,
                "\(place.dataFolder): there is no store here. Name its data folder with --data, or make one: "
                    + "`caseload examine IMAGE`.")
        }
        let privateStore = try await PrivateStore.open(dataFolder: place.dataFolder) { trouble in
            StandardError.say("caseload: waiting for the private store: \(trouble)")
        }
        return LocatedStore(place, privateStore)
    }

    /// Finds the store for as long as `body` runs. The keeper of a private one is started again whenever it dies.
    func withLocatedStore<Value>(
        making isMaking: Bool = false, _ body: (LocatedStore) async throws -> Value
    ) async throws -> Value {
        do { return try await withLocatedStoreAsItIs(making: isMaking, body) } catch {
            throw PlacedError(error, in: self) ?? error
        }
    }

    private func withLocatedStoreAsItIs<Value>(
        making isMaking: Bool, _ body: (LocatedStore) async throws -> Value
    ) async throws -> Value {
        let located = try await locate(making: isMaking)
        defer { located.close() }
        guard let privateStore = located.privateStore else { return try await body(located) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await privateStore.keepAlive { StandardError.say($0.sentence) } }
            defer { group.cancelAll() }
            return try await body(located)
        }
    }

    /// Opens the store for as long as `body` runs.
    func withStore<Value>(
        making isMaking: Bool = false, _ body: (OpenStore) async throws -> Value
    ) async throws -> Value {
        try await withLocatedStore(making: isMaking) { located in
            let open = OpenStore(store: try await located.open(), located: located)
            let result: Result<Value, any Error>
            do { result = .success(try await body(open)) } catch { result = .failure(error) }
            await open.store.close()
            return try result.get()
        }
    }
}

/// A store whose server can be reached.
struct LocatedStore {
    /// The database, as libpq's connection string.
    let address: String
    let dataFolder: String
    /// Held for as long as the server is needed; nil for a shared database.
    let privateStore: PrivateStore?

    init(_ place: StorePlace, _ privateStore: PrivateStore?) {
        address = place.database ?? privateStore?.address ?? ""
        (dataFolder, self.privateStore) = (place.dataFolder, privateStore)
    }

    /// Opens the store. A private one that holds nothing yet gets its schema; a shared one is its operator's.
    func open() async throws(StoreError) -> CaseStore {
        do {
            return try await CaseStore(at: address, patience: patience)
        } catch  where privateStore != nil && error.isEmptyDatabase {
            _ = try await CaseStore.create(at: address, patience: patience)
            return try await CaseStore(at: address, patience: patience)
        }
    }

    /// The address of a private store is never mistyped; behind another one a server may be starting again.
    var patience: Patience {
        Patience(forFirstAnswer: privateStore == nil ? .seconds(10) : .seconds(600)) { news in
            switch news {
            case .away(let error): StandardError.say("caseload: waiting for the database: \(error)")
            case .back: StandardError.say("caseload: the database answers again")
            }
        }
    }

    func close() { privateStore?.close() }

    /// Makes the data folder where there is none: a private store has it, a shared database does not need one until
    /// something is examined on this machine.
    func makeDataFolder() throws {
        try FileManager.default.createDirectory(atPath: dataFolder, withIntermediateDirectories: true)
    }
}

extension StoreError {
    fileprivate var isEmptyDatabase: Bool { reason == .databaseMissing || reason == .schemaMissing }
}

/// A store that commands ask.
struct OpenStore {
    let store: CaseStore
    let located: LocatedStore
}

extension PrivateStore.Revival {
    fileprivate var sentence: String {
        switch self {
        case .revived: "caseload: the private store's keeper had died; it was started again"
        case .impossible(let error): "caseload: waiting for the private store, whose keeper has died: \(error)"
        }
    }
}
