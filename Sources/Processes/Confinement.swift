internal import CProcess

/// What an examiner gives up before it parses its first byte of evidence.
public enum Confinement {
    /// From now on no socket can be made, no program started, no file removed, truncated or renamed, no other process
    /// looked into: a seccomp filter (seccomp(2)) that answers EPERM, on every thread, for good.
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
