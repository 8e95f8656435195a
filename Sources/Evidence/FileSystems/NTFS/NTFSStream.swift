internal import Findings

/// All of the content of one attribute of a file, put together from the parts that its records hold.
struct NTFSStream {
    let type: NTFSAttribute.Kind
    /// The id of its first part.
    let id: UInt16
    let name: [UInt8]?
    var isCompressed = false
    var isEncrypted = false
    var byteCount: UInt64 = 0
    var initializedByteCount: UInt64 = 0
    /// Clusters that are compressed together; 1 where nothing is.
    var unit: Int = 1
    var content: Content

    enum Content {
        case resident(ArraySlice<UInt8>)
        case clusters([BlockRun])
        case damaged(NTFSDamage)
    }

    /// - Parameter parts: attributes of the same type and name.
    init(_ parts: [NTFSAttribute], of first: NTFSAttribute) {
        (type, id, name) = (first.type, first.id, first.name)
        if let bytes = first.resident {
            (byteCount, initializedByteCount) = (UInt64(bytes.count), UInt64(bytes.count))
            isEncrypted = first.isEncrypted
            content = .resident(bytes)
            return
        }
        content = .clusters([])
        do throws(NTFSDamage) {
            content = .clusters(try join(parts))
        } catch {
            content = .damaged(error)
        }
    }

    private mutating func join(_ parts: [NTFSAttribute]) throws(NTFSDamage) -> [BlockRun] {
        var runs: [BlockRun] = []
        var next: UInt64 = 0
        for part in parts {
            guard case .clusters(let extent) = part.body else { continue }
            guard extent.firstCluster == next else {
                throw NTFSDamage("its content is not described from cluster \(next) on")
            }
            if next == 0, runs.isEmpty {
                (byteCount, initializedByteCount) = (extent.byteCount, extent.initializedByteCount)
                (isCompressed, isEncrypted) = (part.isCompressed, part.isEncrypted)
                unit = isCompressed ? 1 << Int(min(16, extent.compressionExponent)) : 1
            }
            let more = try extent.runs()
            guard runs.count + more.count <= Self.runLimit else {
                throw NTFSDamage("its content is in more than \(Self.runLimit) pieces")
            }
            for run in more {
                let (sum, overflow) = next.addingReportingOverflow(run.blockCount)
                guard !overflow else { throw NTFSDamage("its list of clusters is longer than any volume") }
                next = sum
            }
            runs += more
        }
        return runs
    }

    /// The most pieces of one content: 24 MiB of run list.
    private static let runLimit = 1 << 20

    /// Groups the attributes of a file by type and name, in the order of their first parts.
    static func streams(of attributes: [NTFSAttribute]) -> [NTFSStream] {
        struct Key: Hashable {
            let type: NTFSAttribute.Kind
            let name: [UInt8]?
        }
        var (order, groups): ([Key], [Key: [NTFSAttribute]]) = ([], [:])
        for attribute in attributes where contentKinds.contains(attribute.type) {
            let key = Key(type: attribute.type, name: attribute.name)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(attribute)
        }
        return order.flatMap { streams(ofOne: groups[$0] ?? []) }
    }

    /// - Parameter parts: attributes of one type and name. No honest file has several that are whole, but what one
    ///   made by hand hides in the second is content too.
    private static func streams(ofOne parts: [NTFSAttribute]) -> [NTFSStream] {
        guard parts.count > 1 else { return parts.map { NTFSStream([$0], of: $0) } }
        let sorted = parts.filter { $0.resident == nil }.sorted { $0.firstCluster < $1.firstCluster }
        let whole = parts.filter { $0.resident != nil }.map { NTFSStream([$0], of: $0) }
        return whole + sorted.prefix(1).map { NTFSStream(sorted, of: $0) }
    }

    private static let contentKinds: Set<NTFSAttribute.Kind> = [
        .data, .indexRoot, .indexAllocation, .bitmap, .reparsePoint,
    ]
}

extension NTFSStream {
    /// Whether some of its clusters are nowhere: a sparse stream has such.
    var hasHoles: Bool {
        guard case .clusters(let runs) = content else { return false }
        return runs.contains { $0.block == nil }
    }
}
