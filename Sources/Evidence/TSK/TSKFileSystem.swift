internal import CTSK
internal import Findings

/// A file system that libtsk has opened on a device.
@safe final class TSKFileSystem {
    let image: TSKImage
    let handle: UnsafeMutablePointer<TSK_FS_INFO>
    /// The container of an APFS volume.
    private let pool: TSKPool?
    /// Where on the device the file system's first block lies.
    let start: Int64

    /// - Throws: libtsk's words, when it does not find in the volume what the survey found, or cannot read it.
    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        image = try TSKImage(of: device)
        TSKError.forget()
        pool = try volume.fileSystem == "apfs" ? TSKPool(of: volume, in: image) : nil
        let opened =
            if let pool {
                unsafe tsk_fs_open_img(pool.volume, 0, TSK_FS_TYPE_APFS)
            } else {
                unsafe tsk_fs_open_img(image.handle, volume.range.offset, Self.type(named: volume.fileSystem))
            }
        guard let opened = unsafe opened else { throw image.refusal(of: volume) }
        unsafe handle = opened
        // HFS+ in an HFS wrapper begins where libtsk has found it.
        start = unsafe pool == nil ? Int64(opened.pointee.offset) : volume.range.offset
    }

    deinit { unsafe tsk_fs_close(handle) }

    private static func type(named name: String?) -> TSK_FS_TYPE_ENUM {
        switch name {
        case "hfs+": TSK_FS_TYPE_HFS_DETECT
        case "ufs": TSK_FS_TYPE_FFS_DETECT
        default: TSK_FS_TYPE_DETECT
        }
    }
}

extension TSKFileSystem {
    var rootAddress: UInt64 { unsafe handle.pointee.root_inum }
    var firstAddress: UInt64 { unsafe handle.pointee.first_inum }
    /// The last metadata address; libtsk gives it to the folder that it makes up for orphans.
    var orphanFolderAddress: UInt64 { unsafe handle.pointee.last_inum }
    /// The unit in which addresses of content count, in bytes.
    var blockSize: Int64 { unsafe Int64(handle.pointee.block_size) }
    var firstBlock: UInt64 { unsafe handle.pointee.first_block }
    /// The last block that both the file system and the image have.
    var lastBlock: UInt64 { unsafe handle.pointee.last_block_act }
    /// The last block that the file system says it has.
    var lastClaimedBlock: UInt64 { unsafe handle.pointee.last_block }
    var isHFS: Bool { unsafe handle.pointee.ftype.rawValue & TSK_FS_TYPE_HFS_DETECT.rawValue != 0 }
    /// Whether a block's bytes lie on the device one after the other, as content has them: neither encrypted, nor
    /// with something around each block.
    var blocksArePlain: Bool {
        unsafe handle.pointee.block_pre_size == 0 && handle.pointee.block_post_size == 0
            && ctsk_blocks_are_encrypted(handle) == 0
    }

    /// Where on the device a block lies; nil when its number is beyond all devices.
    func offset(ofBlock block: UInt64) -> Int64? {
        guard let block = Int64(exactly: block) else { return nil }
        let (bytes, tooFar) = block.multipliedReportingOverflow(by: blockSize)
        let (offset, past) = start.addingReportingOverflow(bytes)
        return tooFar || past ? nil : offset
    }

    /// Whether the file system has the block in use; nil when it does not know.
    func isAllocated(_ block: UInt64) -> Bool? {
        defer { TSKError.forget() }
        switch unsafe ctsk_block_is_allocated(handle, block) {
        case 0: return false
        case 1: return true
        default: return nil
        }
    }

    /// An error of libtsk about one place of the file system, or the damage of the image behind it.
    func failure(_ doing: String) -> EvidenceError {
        let words = TSKError.takeLast()
        if let damage = image.takeDamage() {
            return EvidenceError(
                damage.reason, path: damage.path, byteOffset: damage.byteOffset, byteCount: damage.byteCount,
                cause: "\(doing): \(damage.cause)")
        }
        return EvidenceError(.damagedEntry, path: "libtsk", cause: "\(doing): \(words)")
    }

    /// Forgets errors and damage of earlier calls, so that those of the next one are its own.
    func beginCall() {
        TSKError.forget()
        _ = image.takeDamage()
    }
}
