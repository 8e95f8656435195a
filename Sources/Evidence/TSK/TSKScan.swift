internal import CTSK

extension TSKFileSystem {
    /// Goes through all blocks of the file system in order, without reading any.
    /// - Parameter body: is told the block and whether it is in use; returns whether to go on.
    func forEachBlock(_ body: (UInt64, Bool) -> Bool) throws(EvidenceError) {
        beginCall()
        let flags =
            TSK_FS_BLOCK_WALK_FLAG_ALLOC.rawValue | TSK_FS_BLOCK_WALK_FLAG_UNALLOC.rawValue
            | TSK_FS_BLOCK_WALK_FLAG_CONT.rawValue | TSK_FS_BLOCK_WALK_FLAG_META.rawValue
            | TSK_FS_BLOCK_WALK_FLAG_AONLY.rawValue
        let failed = withoutActuallyEscaping(body) { body in
            var visitor = Visitor(visit: body)
            return unsafe withUnsafeMutablePointer(to: &visitor) { visitor in
                unsafe tsk_fs_block_walk(
                    handle, firstBlock, lastBlock, TSK_FS_BLOCK_WALK_FLAG_ENUM(flags),
                    { block, context in
                        guard let block = unsafe block, let context = unsafe context else { return TSK_WALK_ERROR }
                        let visitor = unsafe context.assumingMemoryBound(to: Visitor.self)
                        let isAllocated = unsafe block.pointee.flags.rawValue & TSK_FS_BLOCK_FLAG_ALLOC.rawValue != 0
                        return unsafe visitor.pointee.visit(block.pointee.addr, isAllocated)
                            ? TSK_WALK_CONT : TSK_WALK_STOP
                    }, visitor)
            }
        }
        if failed != 0 { throw failure("reading which blocks are in use") }
    }

    /// Goes through all metadata that was ever in use, in order of address.
    /// - Parameter body: is told the address and whether it is in use; returns whether to go on.
    func forEachMetadata(_ body: (UInt64, Bool) -> Bool) throws(EvidenceError) {
        beginCall()
        let flags =
            TSK_FS_META_FLAG_ALLOC.rawValue | TSK_FS_META_FLAG_UNALLOC.rawValue | TSK_FS_META_FLAG_USED.rawValue
        let failed = withoutActuallyEscaping(body) { body in
            var visitor = Visitor(visit: body)
            return unsafe withUnsafeMutablePointer(to: &visitor) { visitor in
                unsafe tsk_fs_meta_walk(
                    handle, firstAddress, orphanFolderAddress, TSK_FS_META_FLAG_ENUM(flags),
                    { file, context in
                        guard let meta = unsafe file?.pointee.meta, let context = unsafe context else {
                            return TSK_WALK_ERROR
                        }
                        let visitor = unsafe context.assumingMemoryBound(to: Visitor.self)
                        let isAllocated = unsafe meta.pointee.flags.rawValue & TSK_FS_META_FLAG_ALLOC.rawValue != 0
                        return unsafe visitor.pointee.visit(meta.pointee.addr, isAllocated)
                            ? TSK_WALK_CONT : TSK_WALK_STOP
                    }, visitor)
            }
        }
        if failed != 0 { throw failure("searching for files without a name") }
    }
}

/// Carries a closure through libtsk's callbacks.
private struct Visitor {
    let visit: (_ address: UInt64, _ isAllocated: Bool) -> Bool
}
