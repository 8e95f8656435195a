/// How the keeper of a data folder is started: the data folder's path comes behind the arguments.
public struct KeeperCommand: Hashable, Sendable {
    public var program: String
    public var arguments: [String]

    public init(program: String, arguments: [String]) { (self.program, self.arguments) = (program, arguments) }

    /// This very program: `caseload keeper --data DIR`.
    public static let thisProgram = KeeperCommand(program: "/proc/self/exe", arguments: ["keeper", "--data"])
}
