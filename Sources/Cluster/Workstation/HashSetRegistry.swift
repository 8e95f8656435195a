public import CaseStore
internal import Findings
internal import Foundation
public import HashSets

/// The hash sets of a store: their indexes in a folder, and what the store knows of them.
public struct HashSetRegistry: Sendable {
    let store: CaseStore
    /// Where the indexes lie, each named by its SHA-256.
    public let folder: String

    public init(store: CaseStore, folder: String) {
        self.store = store
        self.folder = folder
    }

    /// Where the indexes of a data folder lie.
    public static func folder(in dataFolder: String) -> String { dataFolder + "/hashsets" }

    /// Imports a file; the same file with the same name, version and category is one set.
    /// - Parameter isReusing: whether an index that was made of the same file in the same way will do.
    public func add(
        _ file: String, named name: String?, version: String?, category: String?, format: HashSetFormat?,
        isReusing: Bool = false, progress: @escaping @Sendable (ImportProgress) -> Void
    ) async throws -> ImportReport {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let folder = folder
        let report = try await Departure.unlessCancelled {
            let source = HashSetImport(file: file, format: format, name: name, version: version, category: category)
            return try Self.run(source, into: folder, isReusing: isReusing, progress: progress)
        }
        try await store.addHashSet(try HashSetRecord(report))
        return report
    }

    private static func run(
        _ source: HashSetImport, into folder: String, isReusing: Bool, progress: (ImportProgress) -> Void
    ) throws -> ImportReport {
        let ledger = ImportLedger(folder: folder)
        let fingerprint = try source.fingerprint()
        if isReusing, let report = ledger.report(of: fingerprint) { return report }
        let report = try source.run(into: folder, progress: progress)
        ledger.note(report, of: fingerprint)
        return report
    }

    /// The SHA-256 of each index that examinations match against.
    public func active() async throws -> [[UInt8]] {
        try await store.hashSets().filter { !$0.isRemoved }.map(\.sha256)
    }

    /// The same, after each index was read whole and held against its name: without one, or with one that has changed,
    /// hits would be missing in silence.
    /// - Parameter known: those that have just been read whole.
    /// - Throws: `HashSetError` for the first that is missing or damaged.
    func activeAndSound(besides known: Set<[UInt8]>) async throws -> [[UInt8]] {
        let records = try await store.hashSets().filter { !$0.isRemoved }
        let library = HashSetLibrary(directory: folder)
        try await Departure.unlessCancelled {
            for record in records where !known.contains(record.sha256) {
                do throws(HashSetError) {
                    _ = try library.open(Hexadecimal.text(record.sha256), verifying: true)
                } catch { throw error.named(record.name) }
            }
        }
        return records.map(\.sha256)
    }
}

extension HashSetError {
    /// The same of an index, with the name of its hash set.
    fileprivate func named(_ name: String) -> HashSetError {
        HashSetError(reason, path: path, byteOffset: byteOffset, line: line, cause: "of hash set \(name), \(cause)")
    }
}
