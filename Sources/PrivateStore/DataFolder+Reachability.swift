internal import Glibc

extension DataFolder {
    /// Lets the user as whom PostgreSQL runs reach what lies in the folder.
    ///
    /// The folder itself, where root alone may enter it, is opened to that user's group for passing through and
    /// nothing else. What lies above is nobody's to change here.
    /// - Throws: `unreachableFolder` with the first folder on the way that the user cannot enter.
    func letIn(_ user: ServerUser) throws(PrivateStoreError) {
        guard user.isOther, !user.canEnter(path) else { return }
        if let status = SystemCall.status(of: path), status.st_uid == 0, status.st_mode & 0o070 == 0 {
            try SystemCall.give(path, to: 0, user.group)
            try SystemCall.setMode(status.st_mode & 0o7777 | 0o010, of: path)
        }
        for folder in ancestry where !user.canEnter(folder) {
            throw PrivateStoreError(
                .unreachableFolder, subject: folder,
                cause: "the user \(user.name), as whom PostgreSQL runs for root, cannot enter this folder of \(path)")
        }
    }

    /// `/`, `/var`, `/var/lib`, … down to the folder itself.
    private var ancestry: [String] {
        var (folders, current): ([String], String) = (["/"], "")
        for part in path.split(separator: "/") {
            current += "/" + part
            folders.append(current)
        }
        return folders
    }

    /// - Throws: `foreignOwner` when PostgreSQL's folder belongs to somebody else than it would run as.
    func checkOwner(_ user: ServerUser) throws(PrivateStoreError) {
        guard let status = SystemCall.linkStatus(of: postgres), status.st_uid != user.id else { return }
        let owner = unsafe getpwuid(status.st_uid).map { unsafe String(cString: $0.pointee.pw_name) }
        throw PrivateStoreError(
            .foreignOwner, subject: postgres,
            cause: "belongs to the user \(owner ?? "\(status.st_uid)"), not to \(user.name)")
    }
}
