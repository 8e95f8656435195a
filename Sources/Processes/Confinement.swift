internal import CProcess

/// What an examiner gives up before it parses its first byte of evidence.
public enum Confinement {
    /// The stacks and the libraries of a process that holds nothing yet, in bytes.
    static let headroom = 1 << 30

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

    /// Caps what this process can ask the system for (RLIMIT_DATA), for good; beyond it allocations fail. The worker looks
    /// now and then at what is really held; what is grabbed between two looks ends here.
    /// - Parameter byteCount: what it may hold, in bytes. It can ask for twice that and `headroom`, as much of what is asked
    ///   for is never touched.
    public static func limitMemory(for byteCount: Int) throws(ProcessError) {
        let (twice, overflows) = byteCount.multipliedReportingOverflow(by: 2)
        let limit = overflows ? Int.max : twice.addingReportingOverflow(headroom).partialValue
        guard caseload_limit_memory(limit) == 0 else {
            throw ProcessError("limit the examiner's memory", code: SystemError.last)
        }
    }
}
