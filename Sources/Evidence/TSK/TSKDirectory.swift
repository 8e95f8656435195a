internal import CTSK
internal import Findings

/// The names in one folder, as libtsk lists them: allocated ones, deleted ones, and those that it makes up.
@safe struct TSKDirectory: ~Copyable {
    private let handle: UnsafeMutablePointer<TSK_FS_DIR>
    /// What went wrong; the names that could be listed are there all the same.
    let damage: EvidenceError?

    init(at address: UInt64, of fileSystem: TSKFileSystem) throws(EvidenceError) {
        fileSystem.beginCall()
        var complete: Int32 = 0
        let listed = unsafe ctsk_directory_open(fileSystem.handle, address, &complete)
        damage = complete == 0 ? fileSystem.failure("listing the folder at \(address)") : nil
        guard let listed = unsafe listed else {
            throw damage ?? fileSystem.failure("listing the folder at \(address)")
        }
        unsafe handle = listed
    }

    deinit { unsafe tsk_fs_dir_close(handle) }

    var count: Int { unsafe handle.pointee.names_used }

    /// - Returns: nil beyond the last name.
    subscript(index: Int) -> TSKName? {
        guard index >= 0, let name = unsafe ctsk_directory_name(handle, index) else { return nil }
        return unsafe TSKName(name.pointee)
    }
}

/// One name in a folder, as libtsk has it.
struct TSKName {
    let bytes: [UInt8]
    /// The address of the metadata that it names; 0 when it names none any more.
    let address: UInt64
    let isAllocated: Bool
    let kind: Item.Kind
    /// A folder that libtsk makes up.
    let isVirtualFolder: Bool

    @unsafe init(_ name: TSK_FS_NAME) {
        bytes = unsafe CString.bytes(of: name.name, limit: name.name_size) ?? []
        address = unsafe name.meta_addr
        isAllocated = unsafe name.flags.rawValue & TSK_FS_NAME_FLAG_ALLOC.rawValue != 0
        isVirtualFolder = unsafe name.type == TSK_FS_NAME_TYPE_VIRT_DIR
        kind =
            switch unsafe name.type {
            case TSK_FS_NAME_TYPE_DIR: .directory
            case TSK_FS_NAME_TYPE_LNK: .link
            case TSK_FS_NAME_TYPE_FIFO: .fifo
            case TSK_FS_NAME_TYPE_SOCK: .socket
            case TSK_FS_NAME_TYPE_CHR: .characterDevice
            case TSK_FS_NAME_TYPE_BLK: .blockDevice
            case TSK_FS_NAME_TYPE_VIRT, TSK_FS_NAME_TYPE_VIRT_DIR: .virtual
            default: .file
            }
    }
}
