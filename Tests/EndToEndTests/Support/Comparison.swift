/// What Caseload has found, held against the truth.
struct Comparison {
    /// Required, but not found.
    let missing: Multiset<Truth.Finding>
    /// Found, although the data is damaged: a digest of something that nobody has read.
    let invented: Multiset<Truth.Finding>
    /// Allocated, found, but in nobody's truth.
    let extra: Multiset<Truth.Finding>
    /// Wanted, but not found.
    let wantedMissing: Multiset<Truth.Finding>

    init(of found: Multiset<Truth.Finding>, with truth: Truth) {
        missing = truth.required.subtracting(found)
        invented = found.filter { truth.forbidden.contains($0.name) }
        extra = found.subtracting(truth.required.adding(truth.wanted).adding(truth.allowed)).filter(\.isAllocated)
        wantedMissing = truth.wanted.subtracting(found)
    }
}

extension Truth.Finding: CustomStringConvertible {
    var description: String {
        let path = String(decoding: name.path, as: UTF8.self).debugDescription
        let stream = name.stream.isEmpty ? "" : ":\(name.stream)"
        return "\(name.volumeOffset) \(path)\(stream) \(isAllocated ? "" : "deleted ")\(byteCount) \(sha256.prefix(16))"
    }
}

extension Multiset where Element: CustomStringConvertible {
    /// For a failed expectation: the first of them, in order.
    var summary: String { elements.map(\.description).sorted().prefix(8).joined(separator: "\n") }
}
