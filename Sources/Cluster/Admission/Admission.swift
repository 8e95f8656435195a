internal import ClusterProtocol
internal import Findings
internal import Shards
internal import SwiftProtobuf

/// Whether findings may land: they are held against the work that they answer, whoever hands them in. An examiner that a
/// suspect's disk has taken over can say what it likes, and so can its worker; what nobody was asked for never reaches
/// the store. A rule: pure.
///
/// It cannot tell a wrong digest from a right one. It can tell that a digest is of no item of this shard, that a content
/// is neither examined nor accounted for, and that a range lies nowhere.
struct Admission {
    /// What has landed of the shard before.
    struct Landed: Hashable, Sendable {
        var batches: Int32 = 0
        var items: Int64 = 0
        var failures: Int64 = 0
    }

    let assignment: Caseload_V1_Assignment
    let landed: Landed

    /// The most that may be said of one shard, far above what an honest examiner says (`WalkCeilings`).
    enum Ceiling {
        static let items: Int64 = 200_000_000
        static let failures: Int64 = 1_000_000
        static let volumes = 1_000
        static let batches: Int32 = 1_000_000
        /// Bytes of one path, address, link target or text.
        static let text = 1 << 16
        /// Failures of one content: each damaged range, what is said of all others, and a shortfall.
        static let failuresOfContent = 1_100
    }

    init(to assignment: Caseload_V1_Assignment, after landed: Landed = Landed()) {
        (self.assignment, self.landed) = (assignment, landed)
    }

    /// - Parameter completes: whether the findings claim to be the shard's last.
    /// - Throws: what is wrong with the findings.
    func admit(_ findings: ShardFindings, completes: Bool) throws(ProtocolError) {
        switch assignment.work {
        case .survey:
            try admitOnly([.image, .volumes, .extents, .failures], findings, completes: completes)
            try admitSurvey(findings)
        case .walk(let work):
            try admitOnly(
                [.items, .furtherPaths, .contents, .hits, .extents, .failures], findings, volume: work.volume.index)
            try admitWalk(findings, of: work)
        case .contents(let work):
            try admitOnly([.contents, .hits, .failures], findings, volume: work.volume.index, completes: completes)
            try admitContents(findings, of: work)
        case .verification(let work):
            try admitOnly([.verifications, .failures], findings, completes: completes)
            try admitVerification(findings, of: work)
        case nil: throw ProtocolError("a shard without work")
        }
        for failure in findings.failures { try admit(failure) }
    }

    private enum Part: Hashable {
        case image, volumes, items, furtherPaths, contents, hits, extents, failures, verifications
    }

    /// - Parameters:
    ///   - volume: the volume that the findings must be about; nil for none.
    ///   - completes: nil where there may be several batches.
    private func admitOnly(
        _ parts: Set<Part>, _ findings: ShardFindings, volume: Int32? = nil, completes: Bool? = nil
    ) throws(ProtocolError) {
        let counts: [(Part, Int)] = [
            (.image, findings.image == nil ? 0 : 1), (.volumes, findings.volumes.count), (.items, findings.items.count),
            (.furtherPaths, findings.furtherPaths.count), (.contents, findings.contents.count),
            (.hits, findings.hits.count), (.extents, findings.extents.count), (.failures, findings.failures.count),
            (.verifications, findings.verifications.count),
        ]
        for (part, count) in counts where count > 0 {
            try require(parts.contains(part), "\(count) \(part) from a shard that has none")
        }
        try require(findings.volume == volume, "findings of volume \(findings.volume ?? -1) instead of \(volume ?? -1)")
        try require(completes != false && (completes == nil || landed.batches == 0), "a shard of one batch, in several")
        try require(landed.batches < Ceiling.batches, "more than \(Ceiling.batches) batches")
    }

    func require(_ isSo: Bool, _ otherwise: @autoclosure () -> String) throws(ProtocolError) {
        guard isSo else { throw ProtocolError(otherwise()) }
    }
}

// MARK: What is true of findings of every kind

extension Admission {
    private func admit(_ failure: Failure) throws(ProtocolError) {
        if let range = failure.range { try admit(range, of: "a failure") }
        try admit(text: failure.detail.utf8.count, of: "a failure's detail")
        try admit(text: failure.address?.utf8.count ?? 0, of: "a failure's address")
        try admit(text: failure.path?.count ?? 0, of: "a failure's path")
    }

    func admit(_ range: ByteRange, of what: String) throws(ProtocolError) {
        let (_, isOverflow) = range.offset.addingReportingOverflow(range.byteCount)
        try require(
            range.offset >= 0 && range.byteCount >= 0 && !isOverflow,
            "\(what) with \(range.byteCount) bytes at byte \(range.offset)")
    }

    func admit(text byteCount: Int, of what: String) throws(ProtocolError) {
        try require(byteCount <= Ceiling.text, "\(what) of \(byteCount) bytes")
    }

    /// Hits are of contents that were examined, and of hash sets that were given.
    func admit(_ hits: [Hit], of contents: [Content]) throws(ProtocolError) {
        let examined = Set(contents.filter { $0.state == .examined }.map(\.ordinal))
        let given = Set(assignment.hashSets.map { [UInt8]($0) })
        for hit in hits {
            try require(examined.contains(hit.ordinal), "a hit of item \(hit.ordinal), which was not examined here")
            try require(given.contains(hit.hashSet), "a hit of a hash set that was not given")
            try require(hit.entry >= 0, "a hit of entry \(hit.entry)")
            try admit(text: hit.category?.utf8.count ?? 0, of: "a category")
        }
    }
}
