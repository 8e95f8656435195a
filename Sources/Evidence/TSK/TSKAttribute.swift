internal import CTSK

/// One attribute of a file: its content, a stream, a fork or an extended attribute.
struct TSKAttribute {
    let type: UInt32
    let id: UInt16
    let name: [UInt8]?
    let byteCount: Int64
    /// How many of its bytes were ever written; the rest reads as zeros.
    let initializedByteCount: Int64
    let form: Form

    enum Form {
        /// Kept in the metadata; nil when there is more of it than `inlineLimit`.
        case resident([UInt8]?)
        /// Kept in blocks, as they are.
        case blocks([TSKRun])
        /// Kept in blocks, but more than `runLimit` pieces.
        case shattered
        /// Only libtsk can make content of it: compressed, or with a head to skip.
        case transformed
        case encrypted
    }

    /// The most content that is taken out of the metadata itself.
    static let inlineLimit = 4096
    /// The most pieces that the walk takes of one file: 32 MiB of run list.
    static let runLimit = 1 << 20

    @unsafe init(_ attribute: TSK_FS_ATTR) {
        type = unsafe attribute.type.rawValue
        id = unsafe attribute.id
        name = unsafe CString.bytes(of: attribute.name, limit: attribute.name_size)
        byteCount = unsafe attribute.size
        initializedByteCount = unsafe attribute.nrd.initsize
        form = unsafe Self.form(of: attribute)
    }

    @unsafe private static func form(of attribute: TSK_FS_ATTR) -> Form {
        let flags = unsafe attribute.flags.rawValue
        if flags & TSK_FS_ATTR_COMP.rawValue != 0 { return .transformed }
        if flags & TSK_FS_ATTR_ENC.rawValue != 0 { return .encrypted }
        if flags & TSK_FS_ATTR_RES.rawValue != 0 { return unsafe .resident(content(of: attribute)) }
        if unsafe attribute.nrd.skiplen != 0 { return .transformed }
        return unsafe runs(from: attribute.nrd.run).map { .blocks($0) } ?? .shattered
    }

    @unsafe private static func content(of attribute: TSK_FS_ATTR) -> [UInt8]? {
        let size = unsafe attribute.size
        guard size != 0 else { return [] }
        guard let buffer = unsafe attribute.rd.buf, size > 0, size <= inlineLimit,
            unsafe size <= attribute.rd.buf_size
        else { return nil }
        return unsafe Array(UnsafeBufferPointer(start: buffer, count: Int(size)))
    }

    @unsafe private static func runs(from first: UnsafeMutablePointer<TSK_FS_ATTR_RUN>?) -> [TSKRun]? {
        var runs: [TSKRun] = []
        var next = unsafe first
        while let run = unsafe next {
            guard runs.count < runLimit else { return nil }
            unsafe runs.append(TSKRun(run.pointee))
            unsafe next = run.pointee.next
        }
        return runs
    }
}

/// Consecutive blocks of an attribute.
struct TSKRun {
    /// Which block of the attribute it begins with.
    let index: UInt64
    /// The first block on the volume; nil for a hole.
    let block: UInt64?
    let blockCount: UInt64
    /// libtsk put it in for pieces that it has not found.
    let isMissing: Bool

    @unsafe init(_ run: TSK_FS_ATTR_RUN) {
        let flags = unsafe run.flags.rawValue
        unsafe (index, blockCount) = (run.offset, run.len)
        isMissing = flags & TSK_FS_ATTR_RUN_FLAG_FILLER.rawValue != 0
        let isHole = isMissing || flags & TSK_FS_ATTR_RUN_FLAG_SPARSE.rawValue != 0
        block = unsafe isHole ? nil : run.addr
    }
}
