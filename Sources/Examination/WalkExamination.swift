public import Evidence
public import Findings
public import HashSets
internal import Shards

/// The examination of one volume's file system: its items, what its blocks are in use for, and the content of whatever
/// the walk itself has read (resident files, the targets of links).
public struct WalkExamination {
    let volume: Volume
    let device: any Device
    let examiner: ContentExaminer

    public init(of volume: Volume, on device: any Device, matching hashSets: [HashSetIndex]) {
        self.volume = volume
        self.device = device
        examiner = ContentExaminer(of: volume, on: device, matching: hashSets)
    }

    /// Walks the file system and hands in what it finds, batch by batch. The batches are a function of the volume alone.
    /// - Parameter skipped: addresses that killed an examiner before; each becomes a failure.
    public func run(skipping skipped: Set<String>, reporting observer: any ExaminationObserver) throws {
        var batch = WalkBatch(volume: volume.index)
        let walk = Walk(of: volume, on: device, skipping: skipped)
        try walk.run(willParse: observer.willParse) { finding in
            batch.add(finding)
            guard batch.isFull else { return }
            try observer.found(try complete(batch.findings, observer), completes: false)
            batch.startNext()
        }
        try observer.found(try complete(batch.findings, observer), completes: true)
    }

    /// Adds the content of the items that came with theirs.
    private func complete(_ findings: ShardFindings, _ observer: any ExaminationObserver) throws -> ShardFindings {
        let inline = findings.items.filter(\.isInline).map(ItemToRead.init)
        guard !inline.isEmpty else { return findings }
        var findings = findings
        let contents = try examiner.examine(inline, reporting: observer)
        findings.contents += contents.contents
        findings.hits += contents.hits
        findings.failures += contents.failures
        return findings
    }
}

extension Item {
    fileprivate var isInline: Bool {
        if case .inline = reading { true } else { false }
    }
}

/// What a walk has found since it last handed something in.
private struct WalkBatch {
    private(set) var findings: ShardFindings
    private var sequence: Int32 = 0
    private var weight = 0

    init(volume: Int32) { findings = ShardFindings(volume: volume) }

    /// Whether to hand it in. A file in many pieces or with a long path weighs more than one item: a message has a
    /// limit, and a disk can be made on which two thousand paths are half a gigabyte.
    var isFull: Bool { weight >= WalkBatches.itemCount(ofBatch: sequence) }

    mutating func add(_ finding: Walk.Finding) {
        weight += 1
        switch finding {
        case .item(let item):
            findings.items.append(item)
            weight += item.runs.count / 16 + item.path.weight
        case .furtherPath(let further):
            findings.furtherPaths.append(further)
            weight += further.path.weight
        case .content(let content): findings.contents.append(content)
        case .failure(let failure):
            findings.failures.append(failure)
            weight += failure.path?.weight ?? 0
        case .extent(let extent): findings.extents.append(extent)
        }
    }

    mutating func startNext() {
        findings = ShardFindings(volume: findings.volume)
        sequence += 1
        weight = 0
    }
}

extension [UInt8] {
    /// What a path adds to a batch: nothing while it is as long as paths are.
    fileprivate var weight: Int { count / 512 }
}
