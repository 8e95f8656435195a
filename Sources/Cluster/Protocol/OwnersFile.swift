public import class Foundation.ProcessInfo
internal import Glibc
internal import Processes

/// A file of a few bytes that its owner alone may read: a secret, or a database's URL with its password.
public enum OwnersFile {
    /// The text of the file. Its mode is that of what is read, whatever takes its path meanwhile.
    /// - Throws: `SecretError` when it cannot be read, or others can read it too.
    public static func text(
        at path: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SecretError) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, let status = FileStatus(of: descriptor),
            let text = SmallFile.contents(of: descriptor)
        else { throw SecretError(path: path, flaw: "it cannot be read. Check its path and its owner") }
        guard status.mode & others(of: path, environment) == 0 else {
            throw SecretError(path: path, flaw: "others can read it. Run: chmod 600")
        }
        return text
    }

    /// The bits of a mode that let others read. What systemd hands to a service alone it may show by an access list, whose
    /// mask stands where the group's bits do (systemd.exec(5), `LoadCredential=`; acl(5)).
    private static func others(of path: String, _ environment: [String: String]) -> UInt32 {
        guard let folder = environment["CREDENTIALS_DIRECTORY"], folder.hasPrefix("/"), path.hasPrefix(folder + "/"),
            !path.dropFirst(folder.count + 1).contains("/")
        else { return 0o077 }
        return 0o007
    }
}
