import ArgumentParser

struct CaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Makes, lists, shows and closes cases.",
        subcommands: [CaseCreate.self, CaseList.self, CaseShow.self, CaseClose.self])
}
