internal import Findings

extension NTFSItems {
    /// Records a file's items, and all that is lost of them.
    /// - Parameters:
    ///   - name: a folder's, which knows sizes and times as well: for what the file itself does not tell.
    ///   - loss: what is known to be wrong with the file besides.
    /// - Returns: the ordinals of the items.
    func record(
        _ file: NTFSFile, at path: [UInt8], in folder: [UInt8], named name: NTFSFileName? = nil,
        adding loss: ContentPlan.Loss? = nil, _ recorder: WalkRecorder
    ) throws -> [Int64] {
        var planned = items(of: file, at: path)
        guard !planned.isEmpty else { return [] }
        if file.record.isMarkedBad {
            let words = "Its record is marked as damaged (BAAD); what it holds is whole, and is read"
            planned[0].losses.append(.init(reason: .damagedEntry, detail: words))
        }
        if let name { planned[0].item.complete(from: name) }
        if let loss { planned[0].losses.append(loss) }
        return try recorder.record(planned, in: folder)
    }

    /// Records what of the root folder is no folder: its streams, and what is lost of it.
    func recordRoot(_ file: NTFSFile, _ recorder: WalkRecorder) throws {
        let path = [UInt8(ascii: "/")]
        var planned = items(of: file, at: path)
        if let main = planned.first, main.item.kind == .directory {
            planned.removeFirst()
            for loss in main.losses {
                try recorder.record(
                    loss.reason, address: main.item.address, at: path, range: loss.range, loss.detail)
            }
        }
        try recorder.record(planned, in: [])
    }
}

extension Item {
    /// Takes over what is not known but from the item's name in a folder.
    fileprivate mutating func complete(from name: NTFSFileName) {
        if kind == .file { byteCount = byteCount ?? name.byteCount }
        (created, modified) = (created ?? name.created, modified ?? name.modified)
        (changed, accessed) = (changed ?? name.changed, accessed ?? name.accessed)
    }
}
