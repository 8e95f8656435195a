public import CaseStore
import Findings
public import Reporting

extension ItemRecord: Record {
    public static let fields: [Field<ItemRecord>] =
        ItemFields.identity { $0 } + ItemFields.content { $0 } + ItemFields.times { $0 } + [
            Field("link_target") { FieldValue($0.item.linkTarget, as: FieldValue.name) },
            Field("state", column: .whole.dispensable(2)) {
                FieldValue($0.content?.state.rawValue, as: FieldValue.text)
            },
        ]
}
