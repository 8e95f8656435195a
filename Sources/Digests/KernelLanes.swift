internal import CDigestKernels
internal import Findings

/// Lanes that our own vector kernels advance. The one owner of their states' memory.
@safe final class KernelLanes: LaneStates {
    private let states: OpaquePointer
    private let features: UInt32

    /// - Throws: `unavailable` when memory has run out.
    init(_ kernel: DigestKernel) throws(DigestError) {
        precondition(kernel != .openSSL && kernel.features.isSubset(of: .ofThisProcessor))
        features = kernel.features.rawValue
        guard let states = unsafe digest_lanes_create() else {
            throw DigestError(reason: .unavailable, subject: "lanes of \(kernel.rawValue)", cause: "out of memory")
        }
        unsafe self.states = unsafe states
    }

    deinit { unsafe digest_lanes_free(states) }

    func start(_ lane: Int) {
        precondition(0 <= lane && lane < LaneArena.laneCount)
        unsafe digest_start(states, UInt32(lane))
    }

    func advance(_ active: LaneSet, from starts: [Int], blocks: Int, of arena: LaneArena) {
        var addresses = unsafe [UnsafePointer<UInt8>?](repeating: nil, count: LaneArena.laneCount)
        for lane in 0..<LaneArena.laneCount where active.contains(lane) {
            // Bounds-checked here, because the kernel cannot.
            let end = starts[lane] + blocks * LaneArena.blockByteCount
            precondition(end <= LaneArena.pieceStart + arena.pieceByteCount)
            unsafe addresses[lane] = arena.address(of: starts[lane], in: lane)
        }
        unsafe addresses.withUnsafeBufferPointer {
            unsafe digest_advance(states, $0.baseAddress, active.bits, blocks, features)
        }
    }

    /// Takes whole blocks of one content that lies elsewhere.
    func advance(_ lane: Int, _ bytes: Span<UInt8>) {
        precondition(bytes.count % LaneArena.blockByteCount == 0)
        var addresses = unsafe [UnsafePointer<UInt8>?](repeating: nil, count: LaneArena.laneCount)
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe addresses[lane] = bytes.baseAddress
            unsafe addresses.withUnsafeBufferPointer {
                unsafe digest_advance(
                    states, $0.baseAddress, 1 << UInt32(lane), bytes.count / LaneArena.blockByteCount, features)
            }
        }
    }

    func finish(_ lane: Int, tail: Span<UInt8>, total: Int64) -> Digests {
        precondition(0 <= lane && lane < LaneArena.laneCount && tail.count < LaneArena.blockByteCount && total >= 0)
        var digests = Digests(
            md5: [UInt8](repeating: 0, count: 16), sha1: [UInt8](repeating: 0, count: 20),
            sha256: [UInt8](repeating: 0, count: 32))
        unsafe tail.withUnsafeBufferPointer { tail in
            unsafe digest_finish(
                states, UInt32(lane), tail.baseAddress, tail.count, UInt64(total), features, &digests.md5,
                &digests.sha1, &digests.sha256)
        }
        return digests
    }
}
