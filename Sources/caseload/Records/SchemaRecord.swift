import CaseStore
import Reporting

/// The schema of a database, held against the one that this program speaks.
struct SchemaRecord: Record {
    let schema: Schema

    enum State: String { case current, missing, older, newer }

    private var state: State {
        switch schema.version {
        case 0: .missing
        case Schema.newest: .current
        case ..<Schema.newest: .older
        default: .newer
        }
    }

    static let fields: [Field<SchemaRecord>] = [
        Field("version") { .integer(Int64($0.schema.version)) },
        Field("newest") { _ in .integer(Int64(Schema.newest)) },
        Field("state") { .text($0.state.rawValue) },
        Field("pending") { .list($0.schema.pending.map(FieldValue.text)) },
    ]
}
