@testable import Cluster
import Foundation
import TestSupport
import Testing

@Suite("A file for its owner's eyes")
struct OwnersFileTests {
    @Test(
        "is refused when others can read it; systemd's own credentials may show an access list's mask",
        arguments: [
            (0o600, false, true), (0o400, false, true), (0o640, false, false), (0o604, false, false),
            (0o400, true, true), (0o440, true, true), (0o444, true, false),
        ])
    func modes(mode: Int, isCredential: Bool, isTaken: Bool) throws {
        let folder = try ScratchFolder()
        let path = folder.url.appending(path: "database").path
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: mode]
        #expect(FileManager.default.createFile(atPath: path, contents: Data("secret\n".utf8), attributes: attributes))
        let environment = isCredential ? ["CREDENTIALS_DIRECTORY": folder.url.path] : [:]
        #expect((try? OwnersFile.text(at: path, environment: environment)) == (isTaken ? "secret\n" : nil))
    }

    @Test(
        "is judged strictly where it only pretends to be a credential", arguments: ["", "/", "run", "/run/credentials"])
    func pretence(folder: String) throws {
        let scratch = try ScratchFolder()
        let path = scratch.url.appending(path: "database").path
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o640]
        #expect(FileManager.default.createFile(atPath: path, contents: Data("secret\n".utf8), attributes: attributes))
        #expect(throws: SecretError.self) {
            try OwnersFile.text(at: path, environment: ["CREDENTIALS_DIRECTORY": folder])
        }
    }
}
