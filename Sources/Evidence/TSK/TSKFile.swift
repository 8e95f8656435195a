internal import CTSK
internal import Findings

/// The metadata of one file, as libtsk reads it from its address.
@safe struct TSKFile: ~Copyable {
    private let handle: UnsafeMutablePointer<TSK_FS_FILE>
    private let meta: UnsafeMutablePointer<TSK_FS_META>
    private let fileSystem: TSKFileSystem

    init(at address: UInt64, of fileSystem: TSKFileSystem) throws(EvidenceError) {
        fileSystem.beginCall()
        guard let opened = unsafe tsk_fs_file_open_meta(fileSystem.handle, nil, address) else {
            throw fileSystem.failure("reading the metadata at \(address)")
        }
        guard let meta = unsafe opened.pointee.meta else {
            unsafe tsk_fs_file_close(opened)
            throw fileSystem.failure("reading the metadata at \(address)")
        }
        unsafe (handle, self.meta, self.fileSystem) = (opened, meta, fileSystem)
    }

    deinit { unsafe tsk_fs_file_close(handle) }

    var address: UInt64 { unsafe meta.pointee.addr }
    var byteCount: Int64 { unsafe meta.pointee.size }
    var isAllocated: Bool { unsafe meta.pointee.flags.rawValue & TSK_FS_META_FLAG_ALLOC.rawValue != 0 }

    var created: Timestamp? { unsafe time(meta.pointee.crtime, meta.pointee.crtime_nano) }
    var modified: Timestamp? { unsafe time(meta.pointee.mtime, meta.pointee.mtime_nano) }
    var accessed: Timestamp? { unsafe time(meta.pointee.atime, meta.pointee.atime_nano) }
    var changed: Timestamp? { unsafe time(meta.pointee.ctime, meta.pointee.ctime_nano) }

    /// libtsk says 0 where the file system keeps no such time.
    private func time(_ seconds: time_t, _ nanoseconds: UInt32) -> Timestamp? {
        guard seconds != 0 || nanoseconds != 0 else { return nil }
        return Timestamp(seconds: Int64(seconds), nanoseconds: Int32(min(nanoseconds, 999_999_999)))
    }

    var isDirectory: Bool { kind == .directory || isVirtualFolder }
    var isVirtualFolder: Bool { unsafe meta.pointee.type == TSK_FS_META_TYPE_VIRT_DIR }

    var kind: Item.Kind {
        switch unsafe meta.pointee.type {
        case TSK_FS_META_TYPE_REG: .file
        case TSK_FS_META_TYPE_DIR: .directory
        case TSK_FS_META_TYPE_LNK: .link
        case TSK_FS_META_TYPE_FIFO: .fifo
        case TSK_FS_META_TYPE_SOCK: .socket
        case TSK_FS_META_TYPE_CHR: .characterDevice
        case TSK_FS_META_TYPE_BLK: .blockDevice
        case TSK_FS_META_TYPE_VIRT, TSK_FS_META_TYPE_VIRT_DIR: .virtual
        default: .other
        }
    }

    /// The target of a symbolic link where libtsk has it from the metadata.
    var linkTarget: [UInt8]? {
        unsafe CString.bytes(of: meta.pointee.link, limit: 1 << 20)
    }

    /// The attributes that hold the file's content, streams and forks, in the order of the metadata.
    func attributes() throws(EvidenceError) -> [TSKAttribute] {
        fileSystem.beginCall()
        let count = unsafe tsk_fs_file_attr_getsize(handle)
        if tsk_error_get_errno() != 0 {
            throw fileSystem.failure("reading where the content of \(address) lies")
        }
        guard count > 0, let list = unsafe meta.pointee.attr else { return [] }
        var attributes: [TSKAttribute] = []
        var next = unsafe list.pointee.head
        while let attribute = unsafe next {
            if unsafe attribute.pointee.flags.rawValue & TSK_FS_ATTR_INUSE.rawValue != 0 {
                unsafe attributes.append(TSKAttribute(attribute.pointee))
            }
            unsafe next = attribute.pointee.next
        }
        return attributes
    }

    /// Reads what lies at byte `offset` of an attribute into the front of `buffer`.
    func read(
        _ type: UInt32, id: UInt16, at offset: Int64, into buffer: inout MutableSpan<UInt8>
    ) throws(EvidenceError) -> Int {
        fileSystem.beginCall()
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe tsk_fs_file_read_type(
                handle, TSK_FS_ATTR_TYPE_ENUM(type), id, offset,
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, TSK_FS_FILE_READ_FLAG_NONE)
        }
        guard count >= 0 else { throw fileSystem.failure("reading byte \(offset) of the content of \(address)") }
        return count
    }

    /// Hands out an attribute's content from its first byte to its last, in pieces of at most 1 MiB.
    /// - Parameter byteCount: how much there must be.
    func read(_ type: UInt32, id: UInt16, byteCount: Int64, each: (Span<UInt8>) throws -> Void) throws {
        var buffer = [UInt8](repeating: 0, count: Int(max(1, min(1 << 20, byteCount))))
        var position: Int64 = 0
        while position < byteCount {
            let wanted = Int(min(Int64(buffer.count), byteCount - position))
            var whole = buffer.mutableSpan
            var piece = whole._mutatingExtracting(..<wanted)
            let count = try read(type, id: id, at: position, into: &piece)
            guard count > 0 else {
                throw EvidenceError(
                    .chainShorterThanSize, path: "entry \(address)",
                    cause: "its content ends after \(position) of \(byteCount) bytes")
            }
            try each(buffer.span.extracting(..<min(count, wanted)))
            position += Int64(min(count, wanted))
        }
    }
}
