import CaseStore
import Reporting

/// The schema of a database, held against the one that this program speaks.
struct SchemaRecord: Record {
    let schema: Schema

    static let fields: [Field<SchemaRecord>] = [
        Field("version") { .integer(Int64($0.schema.version)) },
        Field("newest") { .integer(Int64($0.schema.newest)) },
        Field("pending") { .list($0.schema.pending.map(FieldValue.text)) },
    ]
}
