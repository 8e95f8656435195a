internal import CProcess

/// What an examiner gives up before it parses its first byte of evidence.
public enum Confinement {
    /// Gives up core dumps, being looked into by others of its user, files that grow and, where the kernel has Landlock
    /// (landlock(7)), writing and running any file. To be called before there is a second thread, which would keep all that.
    public static func renounce() throws(ProcessError) {
        guard caseload_renounce() == 0 else { throw ProcessError("confine the examiner", code: SystemError.last) }
    }

    /// From now on every thread of this process can do what examining takes, and nothing else: read files and descriptors
    /// that it has, use memory, start threads, speak with its worker. All other system calls are refused, for good, by a
    /// seccomp filter (seccomp(2)).
    public static func confine() throws(ProcessError) {
        guard caseload_confine() == 0 else { throw ProcessError("confine the examiner", code: SystemError.last) }
    }

    /// Caps the private memory of this process; beyond it allocations fail.
    public static func limitMemory(to byteCount: Int) throws(ProcessError) {
        guard caseload_limit_memory(byteCount) == 0 else {
            throw ProcessError("limit the examiner's memory", code: SystemError.last)
        }
    }
}
