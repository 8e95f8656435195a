internal import ClusterProtocol
internal import Evidence
internal import Findings
internal import Processes
internal import SwiftProtobuf

/// The child process that reads images for workers on other hosts, so that the coordinator itself parses no evidence. It is
/// confined as an examiner is, and speaks with its coordinator over a socket that it finds as its standard input.
public struct ReaderProcess: ~Copyable {
    private let socket: MessageSocket
    private let memoryByteCount: Int
    private var folder: ExhibitFolder?
    private var name = ""
    /// By whether they read what was not acquired.
    private var images: [Bool: Image] = [:]

    /// - Parameter memoryByteCount: how much private memory it may hold, in bytes.
    public init(memoryByteCount: Int) {
        socket = MessageSocket(descriptor: 0)
        self.memoryByteCount = memoryByteCount
    }

    /// Reads until the coordinator closes its end.
    /// - Throws: when it cannot be confined, or the coordinator breaks the protocol.
    public mutating func run() throws {
        try Confinement.renounce()
        Lifeline.endWithPeer(of: 0)
        try Confinement.limitMemory(for: memoryByteCount)
        try Confinement.confine()
        try send(.with { $0.ready = true })
        while let received = try socket.receiveWithDescriptor() {
            switch try Caseload_V1_ToReader(serializedBytes: received.message).request {
            case .opening(let opening): try send(open(opening, folder: received.passed))
            case .range(let request): try read(request)
            case nil: throw ProtocolError("a request that this version does not know")
            }
        }
    }

    private func send(_ message: Caseload_V1_FromReader) throws {
        let bytes: [UInt8] = try message.serializedBytes()
        try socket.send(bytes)
    }

    private mutating func open(_ opening: Caseload_V1_ReaderOpening, folder descriptor: Int32?)
        -> Caseload_V1_FromReader
    {
        (folder, name, images) = (nil, opening.name, [:])
        do throws(EvidenceError) {
            let folder =
                if let descriptor { ExhibitFolder(descriptor: descriptor, path: opening.folder) } else {
                    try ExhibitFolder(at: opening.folder)
                }
            try folder.check(opening.files.map { $0.decoded() })
            self.folder = folder
        } catch {
            return .with { $0.foreign = .init(error) }
        }
        do throws(EvidenceError) {
            let opened = Caseload_V1_OpenedEvidence(try image(readingUnacquired: false).opening)
            return .with { $0.opened = opened }
        } catch {
            return .with { $0.opened = .init(error) }
        }
    }

    private mutating func image(readingUnacquired: Bool) throws(EvidenceError) -> Image {
        if let image = images[readingUnacquired] { return image }
        guard let folder else { throw EvidenceError(.unreadable, path: name, cause: "it was not opened") }
        let image = try Image(named: name, in: folder)
        image.readsUnacquired = readingUnacquired
        images[readingUnacquired] = image
        return image
    }

    private mutating func read(_ request: Caseload_V1_LineRequest) throws {
        guard (0...Int64(ProtocolLimits.blockByteCount)).contains(request.range.byteCount) else {
            throw ProtocolError("a range of \(request.range.byteCount) bytes")
        }
        let block: Block
        do throws(EvidenceError) {
            block = try image(readingUnacquired: request.readsUnacquired).block(request.range.decoded())
        } catch {
            block = Block(bytes: [], error: error)
        }
        try send(.with { $0.range = .init(block.error, number: request.number) })
        try socket.send(block.bytes)
    }
}

extension Caseload_V1_LineReply {
    init(_ error: EvidenceError?, number: Int64) {
        self.init()
        self.number = number
        if let error { self.error = .init(error) }
    }
}
