import ArgumentParser

struct CaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Makes, changes, reviews, lists, shows, watches and closes cases.",
        subcommands: [
            CaseCreate.self, CaseUpdate.self, CaseReviewCommand.self, CaseList.self, CaseStatus.self, CaseShow.self,
            CaseClose.self,
        ])
}
