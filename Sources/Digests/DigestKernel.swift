internal import CDigestKernels

/// The ways in which a `DigestEngine` can compute, the fastest first. Which of them a processor has is asked at run time.
public enum DigestKernel: String, Hashable, Sendable, CaseIterable {
    /// All three over 16 lanes of AVX-512; while few lanes are in use, SHA-256 by the SHA instructions over 4 streams.
    case avx512WithSHA = "avx512+sha"
    /// All three over 16 lanes of AVX-512.
    case avx512
    /// MD5 and SHA-1 over 8 lanes of AVX2, SHA-256 by the SHA instructions over 4 streams.
    case avx2WithSHA = "avx2+sha"
    /// All three over 8 lanes of AVX2.
    case avx2
    /// One content after the other by OpenSSL: on every processor.
    case openSSL = "openssl"

    /// Those that this processor and its operating system allow, the fastest first.
    public static let supported = allCases.filter { $0.features.isSubset(of: .ofThisProcessor) }

    /// The first of `supported`.
    public static var fastest: DigestKernel { supported.first ?? .openSSL }

    var features: ProcessorFeatures {
        switch self {
        case .avx512WithSHA: [.avx2, .avx512, .sha]
        case .avx512: [.avx2, .avx512]
        case .avx2WithSHA: [.avx2, .sha]
        case .avx2: [.avx2]
        case .openSSL: []
        }
    }
}

/// What kernels may use of a processor.
struct ProcessorFeatures: OptionSet {
    let rawValue: UInt32

    static let avx2 = ProcessorFeatures(rawValue: UInt32(DIGEST_FEATURE_AVX2))
    static let avx512 = ProcessorFeatures(rawValue: UInt32(DIGEST_FEATURE_AVX512))
    static let sha = ProcessorFeatures(rawValue: UInt32(DIGEST_FEATURE_SHA))

    static let ofThisProcessor = ProcessorFeatures(rawValue: digest_features())
}
