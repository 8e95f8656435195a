import ClusterProtocol
import Foundation
import Processes
import SwiftProtobuf

// An examiner that has been taken over: started by a worker as its real one would be, it plays an examination of two files
// up to the point at which it breaks the rules. What it does is this program's file name, so that a link chooses it.

let role = URL(filePath: CommandLine.arguments[0]).lastPathComponent
let rogue = try Rogue(role: role)
try rogue.run()
