extension SketchedNTFS {
    /// An attribute of a record, as a test wants it to be.
    struct Attribute {
        enum Kind: UInt32 {
            case times = 0x10
            case list = 0x20
            case name = 0x30
            case volume = 0x70
            case data = 0x80
            case indexRoot = 0x90
            case reparsePoint = 0xC0
        }

        var kind: Kind
        /// Of the stream.
        var name = ""
        /// Its place in the record where it is nil.
        var id: UInt16?
        var flags: UInt16 = 0
        /// What is in the record.
        var content: [UInt8] = []
        /// Nil for what is in the record.
        var clusters: Clusters?

        struct Clusters {
            var first: UInt64 = 0
            /// The first cluster, or nil for a hole, and how many.
            var runs: [(Int?, Int)]
            var byteCount: Int
            var initialized: Int
            /// Clusters compressed together: 2 to this power.
            var exponent: UInt16 = 0
        }

        static func resident(_ kind: Kind, _ content: [UInt8], name: String = "") -> Attribute {
            Attribute(kind: kind, name: name, content: content)
        }

        static func clusters(
            _ kind: Kind, _ runs: [(Int?, Int)], byteCount: Int, initialized: Int? = nil, first: UInt64 = 0,
            name: String = ""
        ) -> Attribute {
            let clusters = Clusters(
                first: first, runs: runs, byteCount: byteCount, initialized: initialized ?? byteCount)
            return Attribute(kind: kind, name: name, clusters: clusters)
        }

        /// Compressed in units of 16 clusters.
        static func compressed(_ runs: [(Int?, Int)], byteCount: Int) -> Attribute {
            var attribute = clusters(.data, runs, byteCount: byteCount)
            attribute.flags = 1
            attribute.clusters?.exponent = 4
            return attribute
        }

        static func times(_ attributes: UInt32 = 0x20) -> Attribute {
            resident(.times, [UInt8](repeating: 0, count: 32) + le(attributes) + [UInt8](repeating: 0, count: 36))
        }

        /// - Parameter space: 0 is POSIX, 1 long, 2 short, 3 both.
        static func name(_ name: String, in folder: UInt64, space: UInt8 = 3) -> Attribute {
            let units = Array(name.utf16)
            var content = le(folder) + [UInt8](repeating: 0, count: 56)
            content += [UInt8(units.count), space] + units.flatMap { le($0) }
            return resident(.name, content)
        }

        /// The record number of the folder that a name is in.
        var folder: UInt64 { content.prefix(6).reversed().reduce(0) { $0 << 8 | UInt64($1) } }

        static func index(_ entries: [Entry]) -> Attribute {
            var all: [UInt8] = []
            for entry in entries {
                let length = 16 + (entry.name.count + 7) / 8 * 8
                all += le(entry.file) + le(UInt16(length)) + le(UInt16(entry.name.count)) + le(UInt32(0)) + entry.name
                all += [UInt8](repeating: 0, count: length - 16 - entry.name.count)
            }
            all += le(UInt64(0)) + le(UInt16(16)) + le(UInt16(0)) + le(UInt32(2))
            let node = le(UInt32(16)) + le(UInt32(16 + all.count)) + le(UInt32(16 + all.count)) + le(UInt32(0))
            let root = le(UInt32(0x30)) + le(UInt32(1)) + le(UInt32(4096)) + [1, 0, 0, 0]
            return resident(.indexRoot, root + node + all, name: "$I30")
        }

        /// A list of attributes: each by its kind, first cluster, record and id.
        static func list(_ entries: [(kind: Kind, first: UInt64, record: UInt64, id: UInt16)]) -> Attribute {
            resident(.list, entries.flatMap { listEntry($0.kind, $0.first, $0.record, $0.id) })
        }

        static func listEntry(_ kind: Kind, _ first: UInt64, _ record: UInt64, _ id: UInt16) -> [UInt8] {
            le(kind.rawValue) + le(UInt16(32)) + [0, 26] + le(first) + le(record) + le(id) + [0, 0, 0, 0, 0, 0]
        }

        func with(id: UInt16) -> Attribute {
            var copy = self
            copy.id = id
            return copy
        }
    }
}

extension SketchedNTFS.Attribute {
    func bytes(id: UInt16) -> [UInt8] {
        let units = Array(name.utf16)
        let headerSize = clusters == nil ? 24 : 64
        let nameSize = (2 * units.count + 7) / 8 * 8
        var body = units.flatMap { le($0) }
        body += [UInt8](repeating: 0, count: nameSize - body.count) + (clusters?.mappingPairs ?? content)
        body += [UInt8](repeating: 0, count: (8 - body.count % 8) % 8)
        var bytes = le(kind.rawValue) + le(UInt32(headerSize + body.count))
        bytes += [clusters == nil ? 0 : 1, UInt8(units.count)] + le(UInt16(headerSize)) + le(flags) + le(id)
        let place = le(UInt16(headerSize + nameSize))
        if let clusters {
            let count = clusters.runs.reduce(0) { $0 + $1.1 }
            bytes += le(clusters.first) + le(clusters.first &+ UInt64(count) &- 1) + place + le(clusters.exponent)
            bytes += [0, 0, 0, 0] + le(UInt64(count * SketchedNTFS.clusterSize))
            bytes += le(UInt64(clusters.byteCount)) + le(UInt64(clusters.initialized))
        } else {
            bytes += le(UInt32(content.count)) + place + [0, 0]
        }
        return bytes + body
    }
}

extension SketchedNTFS.Attribute.Clusters {
    fileprivate var mappingPairs: [UInt8] {
        var (bytes, last): ([UInt8], Int) = ([], 0)
        for (cluster, count) in runs {
            bytes += [cluster == nil ? 0x04 : 0x44] + le(UInt32(count))
            if let cluster {
                bytes += le(Int32(cluster - last))
                last = cluster
            }
        }
        return bytes + [0]
    }
}
