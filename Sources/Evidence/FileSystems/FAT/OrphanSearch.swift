/// Looks at the clusters that are in use by nothing, sector by sector.
struct OrphanSearch {
    private let heap: ClusterHeap
    private let use: any ClusterUse
    private let stillParsing: () -> Void

    /// - Parameter stillParsing: is told before each piece is read: a slow device with much free space takes hours.
    init(_ heap: ClusterHeap, _ use: any ClusterUse, _ stillParsing: @escaping () -> Void) {
        (self.heap, self.use, self.stillParsing) = (heap, use, stillParsing)
    }

    /// Is told a sector, what follows it in one go, and where on the device it begins.
    /// - Returns: whether to go on.
    typealias Body = (_ sector: ArraySlice<UInt8>, _ following: ArraySlice<UInt8>, _ offset: Int64) -> Bool

    /// How much is read at once, in bytes.
    private static let pieceSize: Int64 = 1 << 20

    /// Tells the sectors that are not empty, in order.
    /// - Throws: the first damage, after the rest was told.
    func forEachSector(_ body: Body) throws(EvidenceError) {
        var damage: EvidenceError?
        do {
            try use.forEachRun { clusters, isInUse in
                guard !isInUse, var position = heap.offset(ofCluster: clusters.lowerBound) else { return }
                let end = position + Int64(clusters.count) * heap.clusterSize
                while position < end {
                    let size = min(max(Self.pieceSize, heap.clusterSize), end - position)
                    guard search(position, size, &damage, body) else { throw Stop() }
                    position += size
                }
            }
        } catch let error as EvidenceError {
            damage = damage ?? error
        } catch {}
        if let damage { throw damage }
    }

    /// The one who was told wants to hear no more.
    private struct Stop: Error {}

    private func search(
        _ position: Int64, _ size: Int64, _ damage: inout EvidenceError?,
        _ body: Body
    ) -> Bool {
        stillParsing()
        do throws(EvidenceError) {
            return tell(try heap.bytes(at: position, Int(size)), position, body)
        } catch {
            damage = damage ?? error
        }
        // Damage costs the sectors that it is in, and no more.
        guard size > heap.sectorSize else { return true }
        let half = max(heap.sectorSize, size / 2 / heap.sectorSize * heap.sectorSize)
        return search(position, half, &damage, body) && search(position + half, size - half, &damage, body)
    }

    private func tell(
        _ bytes: [UInt8], _ position: Int64, _ body: Body
    ) -> Bool {
        for start in stride(from: 0, to: bytes.count, by: Int(heap.sectorSize)) where bytes[start] != 0 {
            let end = min(bytes.count, start + Int(heap.sectorSize))
            if !body(bytes[start..<end], bytes[end...], position + Int64(start)) { return false }
        }
        return true
    }
}
