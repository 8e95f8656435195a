/// A case's number in its store.
public struct CaseID: Hashable, Sendable {
    public let number: Int32
    public init(_ number: Int32) { self.number = number }
}

/// An exhibit's number in its store.
public struct ExhibitID: Hashable, Sendable {
    public let number: Int32
    public init(_ number: Int32) { self.number = number }
}

/// A shard's number in its store.
public struct ShardID: Hashable, Sendable {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}
