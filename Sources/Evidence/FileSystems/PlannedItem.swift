internal import Findings

/// An item before it has its number, and what of it is lost.
struct PlannedItem {
    var item: Item
    var losses: [ContentPlan.Loss] = []
    /// A folder in which nothing can be listed.
    var isUnlisted = false

    init(_ item: Item) { self.item = item }

    /// Makes the plan the way in which the item's content is read.
    mutating func use(_ plan: ContentPlan) {
        (item.reading, item.runs, item.slack) = (plan.reading, plan.runs, plan.slack)
        if let loss = plan.loss { losses.append(loss) }
    }

    /// Whether nothing of it can be read.
    fileprivate var isLost: Bool {
        item.kind == .directory ? isUnlisted : !losses.isEmpty && item.reading == .nothing
    }
}

extension WalkRecorder {
    /// Records a file's items and what is lost of them.
    /// - Returns: the ordinals of the items.
    @discardableResult func record(_ planned: [PlannedItem], in folder: [UInt8]) throws -> [Int64] {
        var ordinals: [Int64] = []
        var counts: [[UInt8]: Int] = [:]
        for var plan in planned {
            // A file can be made to have two streams of the same number and name.
            let identifier = Array(plan.item.address.utf8) + [0] + (plan.item.stream ?? [])
            counts[identifier, default: 0] += 1
            let count = counts[identifier, default: 1]
            if count > 1 { plan.item.address += "-\(count)" }
            let ordinal = try record(plan.item, in: folder, isLost: plan.isLost)
            ordinals.append(ordinal)
            for loss in plan.losses {
                try record(
                    loss.reason, ordinal: ordinal, address: plan.item.address, at: plan.item.path, range: loss.range,
                    loss.detail)
            }
        }
        return ordinals
    }
}
