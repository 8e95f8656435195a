import CaseStore
import Findings
import Foundation
import Reporting

/// By what a worker has examined an exhibit, and with which options.
struct ExhibitMethodRecord: Record {
    let exhibit: ExhibitRecord
    let method: MethodRecord
    /// Those that the exhibit was matched against.
    let hashSets: [HashSetRecord]

    init(exhibit: ExhibitRecord, method: MethodRecord, among hashSets: [HashSetRecord]) {
        (self.exhibit, self.method) = (exhibit, method)
        let names = Set((exhibit.options["hash-sets"] ?? "").split(separator: " ").map(String.init))
        self.hashSets = hashSets.filter { names.contains(Hexadecimal.text($0.sha256)) }
    }

    static let fields: [Field<ExhibitMethodRecord>] = [
        Field("case") { .text($0.exhibit.caseReference) },
        Field("exhibit") { .text($0.exhibit.reference) },
        Field("worker") { .text($0.method.worker) },
        Field("recorded") { .time(Timestamp($0.method.recordedAt)) },
        Field("version") { $0.said("version") },
        Field("host") { $0.said("host") },
        Field("method") { $0.said("method") },
        Field("verify") { FieldValue($0.exhibit.options["verify"], as: FieldValue.text) },
        Field("hash_sets") { .list($0.hashSets.map(hashSet)) },
    ]

    /// What the worker said of itself under a name.
    private func said(_ name: String) -> FieldValue {
        let decoded = try? JSONDecoder().decode([String: DecodedValue].self, from: Data(method.method.utf8))
        return decoded?[name]?.value ?? .null
    }

    private static func hashSet(_ set: HashSetRecord) -> FieldValue {
        .object([
            .init("name", .text(set.name)), .init("version", .text(set.version)), .init("sha256", .digest(set.sha256)),
        ])
    }
}

/// A JSON value of any kind.
private struct DecodedValue: Decodable {
    let value: FieldValue

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            value = .boolean(flag)
        } else if let number = try? container.decode(Int64.self) {
            value = .integer(number)
        } else if let text = try? container.decode(String.self) {
            value = .text(text)
        } else if let list = try? container.decode([DecodedValue].self) {
            value = .list(list.map(\.value))
        } else if let object = try? container.decode([String: DecodedValue].self) {
            let entries = object.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            value = .object(entries.map { .init($0.key, $0.value.value) })
        } else {
            value = .null
        }
    }
}
