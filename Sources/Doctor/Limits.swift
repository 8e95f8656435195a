internal import Processes
internal import Reporting

/// What this process may use of the host.
struct Limits: Hashable {
    /// nil where there is none that can be read.
    var openFileLimit: Int?
    var memoryByteCount: Int64?
    /// What all examiners together may hold.
    var wantedByteCount: Int64

    /// An image of a thousand segments needs as many, and every worker's connection one.
    static let openFiles = 4096
    /// For the worker itself, and the host.
    static let reserve: Int64 = 512 << 20

    /// - Parameters:
    ///   - examiners: how many; 0 on a host without.
    ///   - mebibytes: how much each may hold.
    static func look(examiners: Int, mebibytes: Int) -> Limits {
        let each = Int64(clamping: mebibytes).multipliedReportingOverflow(by: 1 << 20)
        let all = each.partialValue.multipliedReportingOverflow(by: Int64(clamping: examiners))
        return Limits(
            openFileLimit: ProcessUsage.ofThisProcess()?.openFileLimit, memoryByteCount: HostFeatures.memoryByteCount,
            wantedByteCount: each.overflow || all.overflow ? .max : all.partialValue)
    }

    var diagnoses: [Diagnosis] { [files, wantedByteCount > 0 ? memory : nil].compactMap(\.self) }

    private var files: Diagnosis {
        guard let limit = openFileLimit, limit < Self.openFiles else {
            return .sound("open files", openFileLimit.map { "at most \($0)" } ?? "no limit")
        }
        return Diagnosis(
            "open files", .doubtful, "at most \(limit)",
            remedy: "Allow \(Self.openFiles): LimitNOFILE= in the unit, or ulimit -n.")
    }

    private var memory: Diagnosis {
        guard let memory = memoryByteCount else {
            return Diagnosis("memory", .unseen, "the kernel does not say how much there is")
        }
        let words = "\(Human.bytes(wantedByteCount)) for examiners of \(Human.bytes(memory))"
        guard wantedByteCount > memory - Self.reserve else { return .sound("memory", words) }
        return Diagnosis(
            "memory", .wrong, words,
            remedy: "Keep fewer examiners (--examiners), or let each hold less (--memory); else the kernel kills some.")
    }
}
