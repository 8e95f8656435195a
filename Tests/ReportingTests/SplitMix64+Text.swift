import TestSupport

extension SplitMix64 {
    /// Up to 40 scalars from everywhere, most of them from where it hurts.
    mutating func text() -> String {
        let scalars = (0..<Int.random(in: 0...40, using: &self)).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: 0...(.random(using: &self) ? 0x2FF : 0x10_FFFF), using: &self))
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
