internal import ClusterProtocol
internal import Examination
internal import Findings
internal import struct Foundation.Data

// Items as messages. Inline content never travels: the walk that read it has examined it.

extension Caseload_V1_Run {
    init(_ run: Run) {
        self.init()
        if let offset = run.offset { self.offset = offset }
        byteCount = run.byteCount
    }

    func decoded() -> Run { Run(offset: hasOffset ? offset : nil, byteCount: byteCount) }
}

extension Caseload_V1_Timestamp {
    init(_ time: Timestamp) {
        self.init()
        seconds = time.seconds
        nanoseconds = time.nanoseconds
    }

    func decoded() throws(ProtocolError) -> Timestamp {
        guard 0..<1_000_000_000 ~= nanoseconds else { throw ProtocolError("a time with \(nanoseconds) nanoseconds") }
        return Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    }
}

extension Caseload_V1_ParserReading {
    init(address: UInt64, type: UInt32, id: UInt16) {
        self.init()
        (self.address, self.type, self.id) = (address, type, UInt32(id))
    }

    func decoded() throws(ProtocolError) -> Item.Reading {
        guard let id = UInt16(exactly: id) else { throw ProtocolError("attribute number \(id)") }
        return .parser(address: address, type: type, id: id)
    }
}

extension Caseload_V1_Item {
    init(_ item: Item) {
        self.init()
        ordinal = item.ordinal
        address = item.address
        if let stream = item.stream { self.stream = Data(stream) }
        path = Data(item.path)
        kind = item.kind.rawValue
        isAllocated = item.isAllocated
        isOverwritten = item.isOverwritten
        if let byteCount = item.byteCount { self.byteCount = byteCount }
        if let created = item.created { self.created = .init(created) }
        if let modified = item.modified { self.modified = .init(modified) }
        if let accessed = item.accessed { self.accessed = .init(accessed) }
        if let changed = item.changed { self.changed = .init(changed) }
        if let target = item.linkTarget { linkTarget = Data(target) }
        runs = item.runs.map(Caseload_V1_Run.init)
        slack = item.slack.map(Caseload_V1_ByteRange.init)
        switch item.reading {
        case .nothing, .inline: break
        case .runs: readsRuns = true
        case .parser(let address, let type, let id): parser = .init(address: address, type: type, id: id)
        }
    }

    func decoded() throws(ProtocolError) -> Item {
        Item(
            ordinal: ordinal, address: address, stream: hasStream ? [UInt8](stream) : nil, path: [UInt8](path),
            kind: try word(kind), isAllocated: isAllocated, isOverwritten: isOverwritten,
            byteCount: hasByteCount ? byteCount : nil, created: hasCreated ? try created.decoded() : nil,
            modified: hasModified ? try modified.decoded() : nil,
            accessed: hasAccessed ? try accessed.decoded() : nil, changed: hasChanged ? try changed.decoded() : nil,
            linkTarget: hasLinkTarget ? [UInt8](linkTarget) : nil, runs: runs.map { $0.decoded() },
            slack: slack.map { $0.decoded() },
            reading: hasParser ? try parser.decoded() : readsRuns ? .runs : .nothing)
    }
}

extension Caseload_V1_ItemToRead {
    init(_ item: Item) {
        self.init()
        ordinal = item.ordinal
        byteCount = item.byteCount ?? 0
        switch item.reading {
        case .nothing, .inline: break
        case .runs: runs = item.runs.map(Caseload_V1_Run.init)
        case .parser(let address, let type, let id): parser = .init(address: address, type: type, id: id)
        }
    }
}

extension Caseload_V1_ItemToRead {
    func decoded() throws(ProtocolError) -> ItemToRead {
        ItemToRead(
            ordinal: ordinal, byteCount: byteCount,
            reading: hasParser ? try parser.decoded() : .runs, runs: runs.map { $0.decoded() })
    }
}
