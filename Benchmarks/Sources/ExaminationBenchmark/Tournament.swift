internal import Foundation

/// Everybody in turn, several times over, so that what else the machine does hits all alike.
struct Tournament {
    let disk: Disk
    let contestants: [Contestant]
    let scratch: URL

    func play(rounds: Int) throws -> [Result] {
        let tree = try ProcessTree()
        var results = contestants.map { Result(contestant: $0.name) }
        for round in 1...max(rounds, 1) {
            for (index, contestant) in contestants.enumerated() {
                FileHandle.standardError.write(Data("round \(round) of \(rounds): \(contestant.name)\n".utf8))
                results[index].add(try turn(of: contestant, in: tree))
            }
        }
        return results
    }

    private func turn(of contestant: Contestant, in tree: ProcessTree) throws -> [Result.StepResult] {
        let folder = scratch.appending(path: "turn")
        try? FileManager.default.removeItem(at: folder)
        // Others may pass: PostgreSQL, which refuses to run as root, runs as another user.
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(at: folder) }
        return try contestant.steps(disk, folder).map { step in
            let measurement = try tree.measure(step.command, output: folder.appending(path: "output"))
            return Result.StepResult(step: step.name, isApart: step.isApart, measurement: measurement)
        }
    }
}
