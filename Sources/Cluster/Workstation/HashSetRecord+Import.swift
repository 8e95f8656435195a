internal import CaseStore
internal import Findings
internal import HashSets

extension HashSetRecord {
    /// What the store keeps of an import.
    init(_ report: ImportReport) throws(ProtocolError) {
        guard let sha256 = Hexadecimal.bytes(report.sha256), sha256.count == 32 else {
            throw ProtocolError("a hash set named “\(report.sha256)”")
        }
        self.init(
            sha256: sha256, name: report.name, version: report.version, category: report.category,
            format: report.format.rawValue,
            counts: Counts(
                read: Int64(report.read), distinct: Int64(report.distinct), written: Int64(report.written),
                verified: Int64(report.verified), rejected: Int64(report.rejectedCount)))
    }
}
