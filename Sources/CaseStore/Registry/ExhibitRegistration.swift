public import Findings

/// An exhibit as it is registered, before anything of it is parsed.
public struct ExhibitRegistration: Hashable, Sendable {
    /// Unique within its case.
    public var reference: String
    /// The folder and the image's name in it, as the workers reach it.
    public var path: String
    /// The files of the image with their sizes, in order.
    public var files: [ImageFile]
    /// How it is to be examined, as the command line or the configuration said; opaque to the store.
    public var options: [String: String]
    /// Digests that the investigator wants the whole image checked against.
    public var requestedDigests: [StoredDigest]

    public init(
        reference: String, path: String, files: [ImageFile], options: [String: String] = [:],
        requestedDigests: [StoredDigest] = []
    ) {
        self.reference = reference
        self.path = path
        self.files = files
        self.options = options
        self.requestedDigests = requestedDigests
    }

    /// A file that holds a part of an image.
    public struct ImageFile: Hashable, Sendable, Codable {
        public var name: String
        public var byteCount: Int64
        /// SHA-256 of its first, middle and last 64 KiB, in hexadecimal digits, by which another host knows it; nil where
        /// nobody has looked.
        public var samples: String?

        public init(name: String, byteCount: Int64, samples: String? = nil) {
            self.name = name
            self.byteCount = byteCount
            self.samples = samples
        }
    }
}
