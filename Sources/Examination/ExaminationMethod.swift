internal import Digests
internal import Evidence

/// By what this process examines: versions of the libraries that parse, and the kernels that digest. Every examination
/// carries it, with what the worker knows of its host.
public enum ExaminationMethod {
    public static var ofThisProcess: [String: String] {
        [
            "libtsk": EvidenceLibraries.tskVersion, "libdeflate": EvidenceLibraries.deflateVersion,
            "openssl": DigestLibrary.version, "digest kernel": DigestKernel.fastest.rawValue,
        ]
    }
}
