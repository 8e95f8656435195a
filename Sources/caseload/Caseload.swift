import ArgumentParser
import Reporting

@main
struct Caseload: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "caseload",
        abstract: "Examines device images and finds the known files on them.",
        discussion: """
            caseload examine IMAGE --hash-set FILE does everything on this machine; the other commands ask what it found.

            Exit codes:
            \(ExitStatus.table)
            \(Interruption.exitCodes)
            """,
        version: Version.withBuild,
        subcommands: [ExamineCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Case", subcommands: [CaseCommand.self, ExhibitCommand.self, QueueCommand.self, PlanCommand.self]),
            CommandGroup(
                name: "Finding",
                subcommands: [ItemsCommand.self, ItemCommand.self, HitsCommand.self, FailuresCommand.self]),
            CommandGroup(name: "Hash-set", subcommands: [HashSetCommand.self]),
            CommandGroup(name: "File", subcommands: [HashCommand.self]),
            CommandGroup(
                name: "Operation",
                subcommands: [
                    DatabaseCommand.self, CoordinatorCommand.self, WorkerCommand.self, WorkersCommand.self,
                    PKICommand.self, DoctorCommand.self,
                ]),
            CommandGroup(
                name: "Internal", subcommands: [ExaminerCommand.self, KeeperCommand.self, ReaderCommand.self]),
        ])

    static let _errorPrefix = "caseload: "

    static func main() async {
        Output.openStandardStreams()
        Output.ignoreClosedPipes()
        do {
            var command = try await asyncParseAsRoot()
            if var role = command as? any Role {
                try await role.run()
            } else if let command = command as? any AsyncParsableCommand {
                try await Interruption.watching(command)
            } else {
                try command.run()
            }
        } catch {
            if CommandEnd.isOfCommandLine(error) { exit(withError: error) }
            CommandEnd(error).end()
        }
    }
}
