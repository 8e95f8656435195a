internal import Glibc

/// Open descriptors, by number.
public enum Descriptors {
    /// Opens a folder, so that the descriptor can be handed on.
    public static func openFolder(at path: String) throws(ProcessError) -> Int32 {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ProcessError("open the folder \(path)", code: SystemError.last) }
        return descriptor
    }

    public static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }
}
