internal import Foundation

/// The results, for people and for programs.
struct Report: Codable {
    let disk: Disk.About
    let machine: Machine
    let rounds: Int
    let results: [Result]

    struct Machine: Codable {
        let processor: String
        let cores: Int
        let memoryByteCount: Int64

        static var current: Machine {
            let cpuinfo = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
            let model = cpuinfo.split(separator: "\n").first { $0.hasPrefix("model name") }
            return Machine(
                processor: model?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
                    ?? "unknown",
                cores: ProcessInfo.processInfo.activeProcessorCount,
                memoryByteCount: Int64(clamping: ProcessInfo.processInfo.physicalMemory))
        }
    }

    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            return try encoder.encode(self)
        }
    }

    /// One line for each contestant and each of its steps; times are medians over the rounds.
    var table: String {
        let gigabytes = Double(disk.allocatedByteCount) / 1e9
        var lines = [
            "\(machine.processor), \(machine.cores) cores, \(Int64(1e9).quotient(of: machine.memoryByteCount)) GB of memory",
            "\(disk.allocatedFiles) files, \(gigabytes.text(2)) GB of content, \(disk.known) known digests;"
                + " \(rounds) rounds, image in the page cache", "",
            row("", "seconds", "ratio", "MB/s", "files/s", "CPU s", "peak MB"),
        ]
        for result in results {
            let seconds = result.seconds
            let ratio = results.first.map { result.ratio(to: $0).text(2) } ?? ""
            lines.append(
                row(
                    result.contestant, seconds.text(2), ratio, (gigabytes * 1000 / seconds).text(0),
                    (Double(disk.allocatedFiles) / seconds).text(0), result.processorSeconds.text(1),
                    (Double(result.peakMemoryByteCount) / 1e6).text(0)))
            lines += details(of: result)
        }
        return lines.joined(separator: "\n")
    }

    /// The steps of a contestant with several, and what Caseload says of itself.
    private func details(of result: Result) -> [String] {
        let steps = result.rounds.first ?? []
        let times = steps.count > 1 ? steps.filter { $0.isApart || steps.count { !$0.isApart } > 1 } : []
        return times.map { step in
            row((step.isApart ? "  apart: " : "  ") + step.step, result.seconds(of: step.step).text(2))
        }
            + ["first hit", "store start"].compactMap { name in
                result.stated(name).map { row("  within it: \(name)", $0.text(2)) }
            }
    }

    private func row(_ name: String, _ cells: String...) -> String {
        cells.reduce(name.padding(toLength: 38, withPad: " ", startingAt: 0)) { line, cell in
            line + String(repeating: " ", count: max(0, 9 - cell.count)) + cell
        }
    }
}

extension Double {
    fileprivate func text(_ digits: Int) -> String {
        formatted(.number.precision(.fractionLength(digits)).grouping(.never))
    }
}

extension Int64 {
    fileprivate func quotient(of dividend: Int64) -> Int64 { self == 0 ? 0 : dividend / self }
}
