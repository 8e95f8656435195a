internal import Findings

/// Numbers what a walk finds, hands it out, and keeps count of the ceilings.
final class WalkRecorder {
    let volume: Volume
    let ceilings: WalkCeilings
    private let found: (Walk.Finding) throws -> Void
    private let parse: (String, [UInt8]) -> Void
    private var current: (address: String, path: [UInt8]) = ("", [])
    private let deadline: ContinuousClock.Instant
    /// Whether items are still being listed, so that a ceiling can end that.
    var isListing = true
    private var itemCount: Int64 = 0
    private var nameCount: Int64 = 0
    private var failureCount: Int64 = 0
    private var claims: DeviceClaims
    /// The folder in which a ceiling on claims was last met: each is named once.
    private var fullFolder: [UInt8]?

    init(
        volume: Volume, ceilings: WalkCeilings, willParse: @escaping (String, [UInt8]) -> Void,
        found: @escaping (Walk.Finding) throws -> Void
    ) {
        (self.volume, self.ceilings, parse, self.found) = (volume, ceilings, willParse, found)
        deadline = .now + ceilings.duration
        claims = DeviceClaims(ceilings, volumeByteCount: volume.range.byteCount)
    }

    /// Says what the parser is about to touch, so that a crash is blamed on it.
    func willParse(_ address: UInt64, _ path: [UInt8]) { willParse(String(address), path) }

    func willParse(_ address: String, _ path: [UInt8]) {
        current = (address, path)
        parse(address, path)
    }

    /// Says that what takes long goes on, so that nobody takes it for hanging.
    func stillParsing() { parse(current.address, current.path) }

    /// Numbers the item and hands it out.
    /// - Parameters:
    ///   - folder: the path of the folder that it was found in.
    ///   - isLost: whether its content cannot be read at all; the caller records why.
    /// - Returns: the item's ordinal.
    /// - Throws: `WalkEnd` at the ceiling of items or of time.
    @discardableResult func record(_ draft: Item, in folder: [UInt8], isLost: Bool = false) throws -> Int64 {
        guard itemCount < ceilings.itemCount else {
            try record(.itemLimit, at: folder, "The volume has more than \(ceilings.itemCount) items")
            throw WalkEnd()
        }
        if itemCount % 1024 == 0, ContinuousClock.now > deadline {
            try record(.timeLimit, at: folder, "Listing the volume took longer than \(ceilings.duration)")
            throw WalkEnd()
        }
        var item = draft
        item.ordinal = itemCount
        itemCount += 1
        let isDropped = try !claim(&item, in: folder)
        try hand(.item(item))
        if isLost || isDropped { try record(.failed, of: item.ordinal) }
        return item.ordinal
    }

    /// Says what has become of an item, or of what a folder names; a failure says why.
    func record(_ state: Content.State, of ordinal: Int64) throws {
        try hand(.content(Content(ordinal: ordinal, state: state)))
    }

    /// - Throws: `WalkEnd` at the ceiling of items, which counts for names too.
    func record(_ path: [UInt8], furtherOf ordinal: Int64) throws {
        guard nameCount < ceilings.itemCount else {
            try record(.itemLimit, at: path, "The volume's items have more than \(ceilings.itemCount) further names")
            throw WalkEnd()
        }
        nameCount += 1
        try hand(.furtherPath(FurtherPath(ordinal: ordinal, path: path)))
    }

    func record(_ extent: Extent) throws { try hand(.extent(extent)) }

    func record(
        _ reason: Failure.Reason, ordinal: Int64? = nil, address: String? = nil, at path: [UInt8]?,
        range: ByteRange? = nil, _ detail: String
    ) throws {
        let scope: Failure.Scope = path == nil && address == nil ? .volume : .item
        try record(
            Failure(
                scope: scope, volume: volume.index, ordinal: ordinal, address: address, path: path, range: range,
                stage: .walk, reason: reason, detail: detail))
    }

    func record(_ error: EvidenceError, ordinal: Int64? = nil, address: String? = nil, at path: [UInt8]?) throws {
        let scope: Failure.Scope = path == nil && address == nil ? .volume : .item
        try record(
            error.failure(
                scope: scope, volume: volume.index, ordinal: ordinal, address: address, path: path, stage: .walk))
    }

    /// - Throws: `WalkEnd` at the ceiling of failures; the few that follow it are about the volume.
    private func record(_ failure: Failure) throws {
        failureCount += 1
        try hand(.failure(failure))
        guard isListing, failureCount == ceilings.failureCount else { return }
        try record(
            .itemLimit, at: failure.path,
            "The volume has more than \(ceilings.failureCount) failures: what follows is not listed")
        throw WalkEnd()
    }

    private func hand(_ finding: Walk.Finding) throws {
        do {
            try found(finding)
        } catch {
            throw Interruption(cause: error)
        }
    }

    // MARK: Claims

    /// Whether deleted files may claim more of the device.
    var hasRoomForDeleted: Bool { claims.hasRoomForDeleted }

    /// Whether it is worth while to look at all that a deleted item claims.
    func couldGrantDeleted(_ runs: [Run]) -> Bool { claims.couldGrantDeleted(runs) }

    /// Counts what the item claims of the device. Beyond the ceiling it is listed, but not read.
    /// - Returns: whether it is read.
    private func claim(_ item: inout Item, in folder: [UInt8]) throws -> Bool {
        if claims.grant(item.runs, isAllocated: item.isAllocated) { return true }
        guard item.kind == .file || item.kind == .fork else { return true }
        if case .inline = item.reading { return true }
        (item.reading, item.runs, item.slack) = (.nothing, [], [])
        guard fullFolder != folder else { return false }
        fullFolder = folder
        let whose = item.isAllocated ? "The volume's files" : "The volume's deleted files"
        try record(
            .sizeLimit, ordinal: item.ordinal, address: item.address, at: folder,
            "\(whose) claim more than \(claims.limit(isAllocated: item.isAllocated)) bytes together: \(item.address), and "
                + "what else of this folder is beyond that, is listed, not read")
        return false
    }
}

/// Whoever takes the findings has thrown: no error of evidence, whatever its type.
struct Interruption: Error {
    let cause: any Error
}

/// A ceiling ended the walk; the failure that says so is recorded.
struct WalkEnd: Error {}
