internal import CDeflate
internal import CTSK

/// The libraries that parse evidence.
public enum EvidenceLibraries {
    /// The Sleuth Kit's version as it runs: `4.11.1`.
    public static var tskVersion: String {
        unsafe tsk_version_get_str().map { unsafe String(cString: $0) } ?? "unknown"
    }

    /// libdeflate's version as this program was built with it.
    public static var deflateVersion: String { LIBDEFLATE_VERSION_STRING }
}
