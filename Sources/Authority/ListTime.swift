internal import Foundation
internal import SwiftASN1

/// A time in a revocation list, UTC to the second: `UTCTime` up to the year 2049, `GeneralizedTime` from 2050 on (RFC
/// 5280, section 5.1.2.4).
struct ListTime: DERParseable, DERSerializable {
    let date: Date

    init(_ date: Date) { self.date = date }

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    init(derEncoded node: ASN1Node) throws {
        let components: DateComponents
        if node.identifier == .utcTime {
            let time = try UTCTime(derEncoded: node)
            components = DateComponents(
                year: time.year, month: time.month, day: time.day, hour: time.hours, minute: time.minutes,
                second: time.seconds)
        } else {
            let time = try GeneralizedTime(derEncoded: node)
            components = DateComponents(
                year: time.year, month: time.month, day: time.day, hour: time.hours, minute: time.minutes,
                second: time.seconds)
        }
        guard let date = Self.calendar.date(from: components) else {
            throw ASN1Error.invalidASN1Object(reason: "a time that no calendar has")
        }
        self.date = date
    }

    func serialize(into coder: inout DER.Serializer) throws {
        let parts = Self.calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        guard let year = parts.year, let month = parts.month, let day = parts.day, let hour = parts.hour,
            let minute = parts.minute, let second = parts.second
        else { throw ASN1Error.invalidASN1Object(reason: "a time that no calendar has") }
        if (1950..<2050).contains(year) {
            try coder.serialize(
                UTCTime(year: year, month: month, day: day, hours: hour, minutes: minute, seconds: second))
        } else {
            try coder.serialize(
                GeneralizedTime(
                    year: year, month: month, day: day, hours: hour, minutes: minute, seconds: second,
                    fractionalSeconds: 0))
        }
    }
}
