import Foundation
import PrivateStore

// A program for the tests of the private store: real keepers and users, to be killed in every order.
//
//     private-store-probe keeper DIR    keeps the server of DIR
//     private-store-probe use DIR       uses it until its standard input ends; prints its address when it has it

let (role, folder) = (CommandLine.arguments.dropFirst().first, CommandLine.arguments.last ?? "")
let command = KeeperCommand(program: "/proc/self/exe", arguments: ["keeper"])

switch role {
case "keeper": exit(await PrivateStore.Keeper.run(dataFolder: folder))
case "use":
    do {
        let store = try await PrivateStore.open(dataFolder: folder, keeper: command)
        FileHandle.standardOutput.write(Data("\(store.address)\n".utf8))
        while readLine() != nil {}
        store.close()
    } catch {
        print("error: \(error.reason.rawValue): \(error)")
        exit(1)
    }
default: exit(64)
}
