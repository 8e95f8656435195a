internal import CTSK

/// What libtsk said last on this thread.
enum TSKError {
    /// libtsk's own words, which are forgotten by asking; one line.
    static func takeLast() -> String {
        defer { tsk_error_reset() }
        guard let words = unsafe tsk_error_get() else { return "libtsk gave no reason" }
        return unsafe String(cString: words).split(whereSeparator: \.isNewline).joined(separator: "; ")
    }

    static func forget() { tsk_error_reset() }
}
