import ArgumentParser
import Authority
import Foundation

struct PKIInspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Shows what a certificate says, and whether it is accepted now.")

    @Argument(help: .init("A member's folder, or a certificate's file.", valueName: "path"), completion: .file())
    var path: String
    @OptionGroup var output: FormatOptions

    func run() async throws { try output.show(try Inspection(of: path, at: Date())) }
}
