import ArgumentParser

struct CaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Makes, changes, reviews, lists, shows and closes cases.",
        subcommands: [
            CaseCreate.self, CaseUpdate.self, CaseReviewCommand.self, CaseList.self, CaseShow.self, CaseClose.self,
        ])
}
