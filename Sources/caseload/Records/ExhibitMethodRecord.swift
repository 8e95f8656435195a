public import CaseStore
import Findings
import Foundation
public import Reporting

extension MethodRecord: Record {
    public static let fields: [Field<MethodRecord>] = [
        Field("worker") { .text($0.worker) },
        Field("recorded") { .time(Timestamp($0.recordedAt)) },
        Field("method") { FieldValue(json: $0.method) },
    ]
}

extension FieldValue {
    /// A JSON text as a value of its own; what is no JSON stays text.
    fileprivate init(json text: String) {
        let decoded = try? JSONDecoder().decode(DecodedValue.self, from: Data(text.utf8))
        self = decoded?.value ?? .text(text)
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
