internal import Findings

/// Files, put together from their records. What of one is damaged is a loss beside what is known of it.
extension MasterFileTable {
    /// The file that a record describes, together with all records that continue it.
    func file(at number: UInt64) throws -> NTFSFile { file(from: try record(number)) }

    func file(from record: NTFSRecord) -> NTFSFile {
        var file = NTFSFile(record)
        let (attributes, damages) = record.attributes()
        file.add(attributes)
        for damage in damages { file.add(loss("Its record", record.number, damage)) }
        if let own = attributes.first(where: { $0.type == .attributeList }) {
            do {
                let bytes = try bytes(of: NTFSStream([own], of: own), atMost: NTFSAttributeList.byteLimit + 1)
                gather(NTFSAttributeList(bytes[...], own), isBaseWhole: damages.isEmpty, into: &file)
            } catch {
                file.add(loss("Its list of attributes", own, error))
            }
        }
        takeNames(&file)
        return file
    }

    /// Adds what the further records of a list hold.
    private func gather(_ list: NTFSAttributeList, isBaseWhole: Bool, into file: inout NTFSFile) {
        let own = file.record.number
        if let damage = list.damage { file.add(loss("Its list of attributes", list.attribute, damage)) }
        for (number, entries) in list.records {
            do {
                var (attributes, damages) = (file.attributes, [NTFSDamage]())
                if number != own {
                    let record = try continuation(number, entries, of: file.record)
                    (attributes, damages) = record.attributes()
                    file.add(continuation: number)
                    file.add(attributes.map(list.identified(_:)))
                }
                for damage in damages { file.add(loss("Record \(number), which continues it", number, damage)) }
                guard damages.isEmpty, number != own || isBaseWhole else { continue }
                for entry in entries where !attributes.contains(where: entry.means(_:)) {
                    let words = "attribute \(entry.type.rawValue)-\(entry.id), which its list names, is not in it"
                    file.add(loss("Record \(number)", number, NTFSDamage(words)))
                }
            } catch {
                wastedCount += 1
                file.add(loss("Record \(number), which continues it", number, error))
            }
        }
    }

    private func continuation(
        _ number: UInt64, _ entries: [NTFSAttributeList.Entry], of base: NTFSRecord
    ) throws -> NTFSRecord {
        guard wastedCount <= Self.wasteLimit else {
            throw NTFSDamage("lists of attributes led to the wrong record \(wastedCount) times, so it is not read")
        }
        let record = try record(number)
        let isItsOwn = record.base.map { $0.record == base.number && base.isMeant(by: $0, forFileInUse: base.isInUse) }
        guard isItsOwn == true, entries.contains(where: { record.isMeant(by: $0.record, forFileInUse: base.isInUse) })
        else { throw NTFSDamage("it belongs to another file") }
        return record
    }

    private func takeNames(_ file: inout NTFSFile) {
        for attribute in file.attributes where attribute.type == .fileName {
            do throws(NTFSDamage) {
                guard let bytes = attribute.resident else { throw NTFSDamage("it is not in the record") }
                file.add(try NTFSFileName(bytes))
            } catch {
                let what = "Its name at byte \(attribute.byteOffset) of record \(attribute.record.record)"
                file.add(loss(what, attribute, error))
            }
        }
    }

    /// - Parameter error: what was thrown by a part of the table, or by the medium.
    private func loss(_ what: String, _ attribute: NTFSAttribute, _ error: any Error) -> ContentPlan.Loss {
        var error = error
        if let damage = error as? NTFSDamage { error = NTFSDamage(damage.words, at: attribute.byteOffset) }
        return loss(what, attribute.record.record, error)
    }

    func loss(_ what: String, _ number: UInt64, _ error: any Error) -> ContentPlan.Loss {
        if let error = error as? EvidenceError {
            return .init(reason: error.reason, detail: "\(what) cannot be read: \(error)", range: error.range)
        }
        let damage = error as? NTFSDamage
        return .init(
            reason: .damagedEntry, detail: "\(what): \(damage?.words ?? "\(error)")",
            range: range(ofRecord: number, from: damage?.byteOffset ?? 0))
    }
}

extension NTFSRecord {
    /// Whether a reference to this record means what it is used for now. Windows and Linux take any for the reference
    /// whose number is 0.
    fileprivate func isMeant(by reference: NTFSReference, forFileInUse isInUse: Bool) -> Bool {
        reference.sequence == 0
            || reference.means(sequence: sequence, isInUse: self.isInUse, forFileInUse: isInUse)
    }
}
