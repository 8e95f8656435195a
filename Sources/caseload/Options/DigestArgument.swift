import ArgumentParser
import Findings

/// An MD5, SHA-1 or SHA-256 in hexadecimal digits, told by its length.
struct DigestArgument: ExpressibleByArgument {
    let bytes: [UInt8]

    init?(argument: String) {
        guard let bytes = Hexadecimal.bytes(argument),
            DigestAlgorithm.allCases.contains(where: { $0.byteCount == bytes.count })
        else { return nil }
        self.bytes = bytes
    }
}
