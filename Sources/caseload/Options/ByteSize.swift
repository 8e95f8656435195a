import ArgumentParser

/// A number of bytes as people type it: `4096`, `10MB`, `4GiB`.
struct ByteSize: ExpressibleByArgument {
    let byteCount: Int64

    init?(argument: String) {
        let digits = argument.prefix { ("0"..."9").contains($0) }
        let unit = argument.dropFirst(digits.count).lowercased()
        guard let number = Int64(digits), let factor = Self.factors[unit] else { return nil }
        let (byteCount, isTooLarge) = number.multipliedReportingOverflow(by: factor)
        guard !isTooLarge else { return nil }
        self.byteCount = byteCount
    }

    private static let factors: [String: Int64] = [
        "": 1, "b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000, "tb": 1_000_000_000_000, "kib": 1 << 10,
        "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
    ]
}

/// How many records a listing has at most.
struct RecordLimit: ExpressibleByArgument {
    let count: Int64

    init?(argument: String) {
        guard let count = Int64(argument), count >= 0 else { return nil }
        self.count = count
    }
}
