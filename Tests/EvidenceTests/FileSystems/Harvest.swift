import Findings
import Foundation

@testable import Evidence

/// All that a walk of one volume finds.
struct Harvest {
    let volume: Volume
    private(set) var items: [Item] = []
    private(set) var furtherPaths: [Int64: [[UInt8]]] = [:]
    private(set) var failures: [Failure] = []
    private(set) var extents: [Extent] = []
    /// What has become of the items that the walk itself has lost, by their ordinals.
    private(set) var states: [Int64: [Content.State]] = [:]

    init(
        of volume: Volume, on device: any Device, ceilings: WalkCeilings = .standard, skipping: Set<String> = []
    ) throws {
        self.volume = volume
        let walk = Walk(of: volume, on: device, ceilings: ceilings, skipping: skipping)
        var findings: [Walk.Finding] = []
        try walk.run(willParse: { _, _ in }) { findings.append($0) }
        for finding in findings {
            switch finding {
            case .item(let item): items.append(item)
            case .furtherPath(let further): furtherPaths[further.ordinal, default: []].append(further.path)
            case .content(let content): states[content.ordinal, default: []].append(content.state)
            case .failure(let failure): failures.append(failure)
            case .extent(let extent): extents.append(extent)
            }
        }
    }

    func paths(of item: Item) -> [[UInt8]] { [item.path] + furtherPaths[item.ordinal, default: []] }

    func item(at path: String) -> Item? { items.first { $0.path == Array(path.utf8) } }

    /// `reason path`, for each failure of the walk.
    var failureNames: [String] {
        failures.map { "\($0.reason.rawValue) \($0.path.map(WalkTruth.escaped) ?? "-")" }
    }

    // MARK: What must always hold

    /// What is wrong with the harvest, by the promises that a walk makes whatever it walks.
    func brokenPromises(on device: any Device) -> [String] {
        var broken: [String] = []
        if items.map(\.ordinal) != Array(0..<Int64(items.count)) { broken.append("ordinals are not dense") }
        var position = volume.range.offset
        for extent in extents {
            if extent.range.offset != position || extent.range.byteCount <= 0 { broken.append("a gap at \(position)") }
            position = extent.range.end
        }
        if position != max(volume.range.offset, min(volume.range.end, device.byteCount)) {
            broken.append("extents end at \(position)")
        }
        for item in items {
            let sum = item.runs.reduce(0) { $0 + $1.byteCount }
            if item.reading == .runs, sum != item.byteCount { broken.append("\(item.address): runs hold \(sum) bytes") }
            if item.reading != .runs, !item.isParsed, !item.runs.isEmpty {
                broken.append("\(item.address): runs that are not read")
            }
            if item.isParsed, item.runs.contains(where: { $0.offset == nil }) {
                broken.append("\(item.address): holes that are unpacked")
            }
            if case .inline(let bytes) = item.reading, Int64(bytes.count) != item.byteCount {
                broken.append("\(item.address): \(bytes.count) bytes inline")
            }
            if item.path.first != UInt8(ascii: "/") { broken.append("\(item.address): path without a slash") }
        }
        broken += brokenStates() + brokenIdentifiers()
        for ordinal in furtherPaths.keys where ordinal < 0 || ordinal >= Int64(items.count) {
            broken.append("a path of item \(ordinal)")
        }
        return broken
    }
}

extension Harvest {
    /// An item is lost once at most, and then nothing of it is read; what is not read although it should be is lost.
    private func brokenStates() -> [String] {
        let blamed = Set(failures.compactMap(\.ordinal))
        return items.flatMap { item in
            let states = self.states[item.ordinal, default: []]
            var broken: [String] = []
            if states.count > 1 { broken.append("\(item.address): \(states.count) states") }
            if item.kind == .directory {
                if !states.isEmpty, !blamed.contains(item.ordinal) { broken.append("\(item.address): no failure") }
            } else {
                if !states.isEmpty, item.reading != .nothing { broken.append("\(item.address): lost, and read") }
                let isLost = item.reading == .nothing && blamed.contains(item.ordinal)
                if isLost, states != [.failed] { broken.append("\(item.address): failed without the state") }
            }
            return broken
        }
    }
}

extension Harvest {
    /// Identifiers that more than one item has.
    private func brokenIdentifiers() -> [String] {
        var known: Set<[UInt8]> = []
        return items.compactMap { item in
            let identifier = Array(item.address.utf8) + (item.stream.map { [0] + $0 } ?? [])
            return known.insert(identifier).inserted ? nil : "\(item.address): another item has its identifier"
        }
    }
}

extension Harvest {
    // MARK: Contents

    /// The SHA-256 of each item's content by `sha256sum`; none for an item whose content cannot be read.
    func digests(on device: any Device) throws -> [Int64: String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "contents-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let reader = items.contains { $0.isParsed } ? try? ContentReader(of: volume, on: device) : nil
        for item in items where item.reading != .nothing {
            let file = folder.appending(path: String(item.ordinal))
            try Data().write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            defer { try? handle.close() }
            do {
                try write(item, to: handle, reader, device)
            } catch is EvidenceError {
                try FileManager.default.removeItem(at: file)
            }
        }
        return try Self.sums(in: folder)
    }

    private func write(_ item: Item, to file: FileHandle, _ reader: ContentReader?, _ device: any Device) throws {
        switch item.reading {
        case .nothing: break
        case .inline(let bytes): try file.write(contentsOf: Data(bytes))
        case .parser(let address, let type, let id):
            try reader?.read(address, type: type, id: id, byteCount: item.byteCount ?? 0) { piece in
                var bytes: [UInt8] = []
                for index in 0..<piece.count { bytes.append(piece[index]) }
                try file.write(contentsOf: Data(bytes))
            }
        case .runs:
            var position: UInt64 = 0
            for run in item.runs {
                if let range = run.range { try copy(range, to: file, at: position, device) }
                position += UInt64(run.byteCount)
            }
            try file.truncate(atOffset: position)
        }
    }

    private func copy(_ range: ByteRange, to file: FileHandle, at position: UInt64, _ device: any Device) throws {
        var done: Int64 = 0
        while done < range.byteCount {
            let wanted = Int(min(1 << 20, range.byteCount - done))
            let bytes = try device.bytes(at: range.offset + done, byteCount: wanted)
            guard bytes.count == wanted else {
                throw EvidenceError(.truncatedImage, path: "", cause: "the device ends before the content")
            }
            try file.seek(toOffset: position + UInt64(done))
            try file.write(contentsOf: Data(bytes))
            done += Int64(wanted)
        }
    }

    private static func sums(in folder: URL) throws -> [Int64: String] {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "find . -type f -print0 | xargs -0 -r sha256sum"]
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        var sums: [Int64: String] = [:]
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            if let ordinal = parts.last.flatMap({ Int64($0.trimmingCharacters(in: .init(charactersIn: " *./"))) }) {
                sums[ordinal] = String(parts[0])
            }
        }
        return sums
    }
}

extension Item {
    var isParsed: Bool {
        if case .parser = reading { true } else { false }
    }
}
