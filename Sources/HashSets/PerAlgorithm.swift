internal import Findings

/// Something for each of the three digests.
struct PerAlgorithm<Value> {
    var md5: Value
    var sha1: Value
    var sha256: Value

    subscript(algorithm: DigestAlgorithm) -> Value {
        get {
            switch algorithm {
            case .md5: md5
            case .sha1: sha1
            case .sha256: sha256
            }
        }
        set {
            switch algorithm {
            case .md5: md5 = newValue
            case .sha1: sha1 = newValue
            case .sha256: sha256 = newValue
            }
        }
    }
}

extension PerAlgorithm: Equatable where Value: Equatable {}
extension PerAlgorithm: Hashable where Value: Hashable {}
extension PerAlgorithm: Sendable where Value: Sendable {}
