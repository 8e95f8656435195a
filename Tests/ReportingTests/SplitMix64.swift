/// Random numbers that a seed repeats (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Up to 40 scalars from everywhere, most of them from where it hurts.
    mutating func text() -> String {
        let scalars = (0..<Int.random(in: 0...40, using: &self)).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: 0...(.random(using: &self) ? 0x2FF : 0x10_FFFF), using: &self))
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
