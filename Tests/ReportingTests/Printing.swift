@testable import Reporting

extension OutputFormat {
    /// What a listing of the records consists of.
    func text<Subject: Record>(of records: [Subject], columnCount: Int? = nil, isColoured: Bool = false) -> String {
        let terminal = Terminal(
            columnCount: columnCount, rowCount: columnCount == nil ? nil : 24, isColoured: isColoured, canRedraw: false)
        return String(decoding: bytes(of: records, terminal: terminal), as: UTF8.self)
    }

    private func bytes<Subject: Record>(of records: [Subject], terminal: Terminal) -> [UInt8] {
        var bytes: [UInt8] = []
        var writer = writer(of: Subject.self, for: terminal)
        writer.begin(in: &bytes)
        for record in records { writer.write(record, to: &bytes) }
        writer.finish(in: &bytes)
        return bytes
    }
}
