import CaseStore
import Findings
import Foundation
import Reporting

/// Whether the servers suffice, and the numbers that the answer stands on.
struct PlanRecord: Record {
    let plan: CapacityPlan

    static let fields: [Field<PlanRecord>] = [
        Field("answer") { .text($0.answer) },
        Field("suffices") { record in
            switch record.plan.verdict {
            case .suffices, .withoutReserve: .boolean(true)
            case .tooFew: .boolean(false)
            case .unknown: .null
            }
        },
        Field("bottleneck") { FieldValue($0.plan.bottleneck, as: { .text($0.rawValue) }) },
        Field("advice") { FieldValue($0.advice, as: FieldValue.text) },
        Field("devices_per_day") { .number($0.plan.devicesPerDay) },
        Field("bytes_per_device") { FieldValue($0.plan.bytesPerDevice, as: FieldValue.bytes) },
        Field("load") { FieldValue($0.plan.load, as: FieldValue.share) },
        Field("capacity_per_day") { FieldValue($0.plan.capacityPerDay, as: FieldValue.number) },
        Field("examiners_needed") { FieldValue($0.plan.examinersNeeded, as: FieldValue.count) },
        Field("workers_needed") { FieldValue($0.plan.workersNeeded, as: FieldValue.count) },
        Field("workers") { .count($0.plan.work.workerCount) },
        Field("examiners") { .count($0.plan.work.examinerCount) },
        Field("examiner_seconds_per_device") {
            FieldValue($0.plan.examinerSecondsPerDevice, as: FieldValue.seconds)
        },
        Field("bytes_per_second_per_examiner") { FieldValue($0.rate, as: FieldValue.rate) },
        Field("examining_share") { FieldValue($0.plan.work.shares?.examining, as: FieldValue.share) },
        Field("landing_share") { FieldValue($0.plan.work.shares?.landing, as: FieldValue.share) },
        Field("idle_share") { FieldValue($0.plan.work.shares?.idle, as: FieldValue.share) },
        Field("recorded_since") { FieldValue($0.plan.work.since, as: { .time(Timestamp($0)) }) },
        Field("recorded_minutes") { .count($0.plan.work.minuteCount) },
        Field("recorded_content") { .byteCount($0.plan.work.contentByteCount) },
        Field("exhibits_ended") { .count($0.plan.work.exhibitCount) },
        Field("devices_size") { .byteCount($0.plan.work.deviceByteCount) },
        Field("devices_content") { .byteCount($0.plan.work.readByteCount) },
    ]

    /// How fast one examiner works while it works.
    private var rate: Double? {
        plan.work.workingSeconds > 0 ? Double(plan.work.contentByteCount) / plan.work.workingSeconds : nil
    }

    private var answer: String {
        guard let load = plan.load, let needed = plan.examinersNeeded else { return unknown }
        let day =
            "\(devices) a day would keep \(examiners(plan.work.examinerCount)) busy for \(Human.percent(load)) of the day"
        let workers = plan.workersNeeded.map { ", or \(count($0, "worker")) like those that are there," } ?? ""
        switch plan.verdict {
        case .suffices: return "These servers suffice: \(day)."
        case .withoutReserve:
            return "These servers suffice, but without reserve: \(day). \(examiners(needed))\(workers) would have some."
        case .tooFew, .unknown:
            return "These servers do not suffice: \(day). \(examiners(needed))\(workers) would, with some reserve."
        }
    }

    private var unknown: String {
        let work = plan.work
        return "Too little is recorded to tell: \(Human.duration(seconds: work.workingSeconds)) of examiners' work and "
            + "\(count(work.exhibitCount, "exhibit")) whose examination has ended. Ask again after some days of work, or "
            + "with more --days."
    }

    private var advice: String? {
        guard let bottleneck = plan.bottleneck, let shares = plan.work.shares else { return nil }
        let work = plan.work
        switch bottleneck {
        case .examining:
            return "Examining is what takes the time: more examiners, or faster ones, do more."
        case .landing:
            let share = Human.percent(work.landingSeconds / work.workingSeconds)
            return "Examiners wait for their findings to land for \(share) of their working time: a faster store helps "
                + "more than further examiners."
        case .idle:
            return
                "Examiners had no work for \(Human.percent(shares.idle)) of the recorded time: they wait for exhibits."
        }
    }

    private var devices: String {
        plan.devicesPerDay == 1 ? "1 device" : "\(Human.number(plan.devicesPerDay)) devices"
    }

    private func examiners(_ number: Int64) -> String { count(number, "examiner") }

    private func count(_ number: Int64, _ noun: String) -> String {
        "\(Human.count(number)) \(noun)\(number == 1 ? "" : "s")"
    }
}

extension FieldValue {
    /// A size that was reckoned, in whole bytes.
    fileprivate static func bytes(_ number: Double) -> FieldValue {
        Int64(exactly: number.rounded()).map(FieldValue.byteCount) ?? .null
    }
}
