internal import Glibc

/// The operating system's errors and signals in words.
public enum SystemError {
    /// `No space left on device` for 28.
    public static func words(for code: Int32) -> String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }

    /// `Segmentation fault` for 11.
    public static func name(ofSignal signal: Int32) -> String {
        unsafe strsignal(signal).map { unsafe String(cString: $0) } ?? "unknown"
    }

    /// The error number that the last failing system call of this thread left.
    static var last: Int32 { errno }
}
