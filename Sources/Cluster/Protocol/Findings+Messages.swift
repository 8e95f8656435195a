internal import ClusterProtocol
internal import Findings
internal import struct Foundation.Data
internal import SwiftProtobuf

// Findings as messages: what one makes the other reads back, field by field.

extension Caseload_V1_Findings {
    init(_ findings: ShardFindings) {
        self.init()
        if let volume = findings.volume { self.volume = volume }
        if let image = findings.image { self.image = .init(image) }
        volumes = findings.volumes.map(Caseload_V1_Volume.init)
        items = findings.items.map(Caseload_V1_Item.init)
        furtherPaths = findings.furtherPaths.map { further in
            .with {
                $0.ordinal = further.ordinal
                $0.path = Data(further.path)
            }
        }
        contents = findings.contents.map(Caseload_V1_Content.init)
        hits = findings.hits.map(Caseload_V1_Hit.init)
        extents = findings.extents.map { extent in
            .with {
                $0.range = .init(extent.range)
                $0.coverage = extent.coverage.rawValue
            }
        }
        failures = findings.failures.map(Caseload_V1_Failure.init)
        verifications = findings.verifications.map { verification in
            .with {
                $0.stored = .init(verification.stored)
                if let computed = verification.computed { $0.computed = Data(computed) }
            }
        }
    }

    func decoded() throws(ProtocolError) -> ShardFindings {
        var findings = ShardFindings(volume: hasVolume ? volume : nil)
        if hasImage { findings.image = try image.decoded() }
        for message in volumes { findings.volumes.append(try message.decoded()) }
        findings.items.reserveCapacity(items.count)
        for message in items { findings.items.append(try message.decoded()) }
        findings.furtherPaths = furtherPaths.map { FurtherPath(ordinal: $0.ordinal, path: [UInt8]($0.path)) }
        findings.contents.reserveCapacity(contents.count)
        for message in contents { findings.contents.append(try message.decoded()) }
        for message in hits { findings.hits.append(try message.decoded()) }
        for message in extents {
            findings.extents.append(Extent(range: message.range.decoded(), coverage: try word(message.coverage)))
        }
        for message in failures { findings.failures.append(try message.decoded()) }
        for message in verifications {
            findings.verifications.append(
                Verification(
                    stored: try message.stored.decoded(),
                    computed: message.hasComputed ? [UInt8](message.computed) : nil))
        }
        return findings
    }
}

extension Caseload_V1_Content {
    init(_ content: Content) {
        self.init()
        ordinal = content.ordinal
        state = content.state.rawValue
        if let digests = content.digests {
            md5 = Data(digests.md5)
            sha1 = Data(digests.sha1)
            sha256 = Data(digests.sha256)
        }
        if let type = content.type { self.type = type }
    }

    func decoded() throws(ProtocolError) -> Content {
        var digests: Digests?
        if !sha256.isEmpty {
            guard md5.count == 16, sha1.count == 20, sha256.count == 32 else {
                throw ProtocolError("digests of \(md5.count), \(sha1.count) and \(sha256.count) bytes")
            }
            digests = Digests(md5: [UInt8](md5), sha1: [UInt8](sha1), sha256: [UInt8](sha256))
        }
        let state: Content.State = try word(state)
        guard (state == .examined) == (digests != nil) else { throw ProtocolError("a \(state) content, digests amiss") }
        return Content(ordinal: ordinal, state: state, digests: digests, type: hasType ? type : nil)
    }
}

extension Caseload_V1_Hit {
    init(_ hit: Hit) {
        self.init()
        ordinal = hit.ordinal
        hashSet = Data(hit.hashSet)
        algorithm = hit.algorithm.rawValue
        entry = hit.entry
        if let category = hit.category { self.category = category }
    }

    func decoded() throws(ProtocolError) -> Hit {
        guard hashSet.count == 32 else { throw ProtocolError("a hash set named by \(hashSet.count) bytes") }
        return Hit(
            ordinal: ordinal, hashSet: [UInt8](hashSet), algorithm: try word(algorithm), entry: entry,
            category: hasCategory ? category : nil)
    }
}

extension Caseload_V1_Failure {
    init(_ failure: Failure) {
        self.init()
        scope = failure.scope.rawValue
        if let volume = failure.volume { self.volume = volume }
        if let ordinal = failure.ordinal { self.ordinal = ordinal }
        if let address = failure.address { self.address = address }
        if let path = failure.path { self.path = Data(path) }
        if let range = failure.range { self.range = .init(range) }
        stage = failure.stage.rawValue
        reason = failure.reason.rawValue
        detail = failure.detail
    }

    func decoded() throws(ProtocolError) -> Failure {
        Failure(
            scope: try word(scope), volume: hasVolume ? volume : nil, ordinal: hasOrdinal ? ordinal : nil,
            address: hasAddress ? address : nil, path: hasPath ? [UInt8](path) : nil,
            range: hasRange ? range.decoded() : nil, stage: try word(stage), reason: try word(reason), detail: detail)
    }
}
