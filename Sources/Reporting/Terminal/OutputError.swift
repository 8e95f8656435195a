internal import Glibc

/// Why output could not be written.
public enum OutputError: Error, Hashable, CustomStringConvertible {
    /// Whoever read it has gone: `caseload items | head`. That is no failure.
    case closed
    /// The system's error number (errno).
    case failed(code: Int32)

    public var description: String {
        switch self {
        case .closed: "The reader of the output has closed it."
        case .failed(let code):
            // strerror's text is valid until the next call; it is copied at once.
            "The output cannot be written: \(unsafe String(cString: strerror(code))). "
                + (code == ENOSPC ? "Free space on its disk and run the command again." : "Check where it goes to.")
        }
    }
}

extension OutputError: ExitStatusError {
    public var exitStatus: ExitStatus { self == .closed ? .done : .systemRefused }
}
