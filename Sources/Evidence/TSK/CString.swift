internal import Glibc

/// Strings as C libraries hand them out: names on evidence need not be text, so they stay bytes.
enum CString {
    /// The bytes before the terminator; at most `limit`, where one is missing. Nil for a null pointer.
    @unsafe static func bytes(of string: UnsafePointer<CChar>?, limit: Int) -> [UInt8]? {
        guard let string = unsafe string else { return nil }
        let count = unsafe strnlen(string, limit)
        return unsafe UnsafeBufferPointer(start: string, count: count).map { UInt8(bitPattern: $0) }
    }
}
