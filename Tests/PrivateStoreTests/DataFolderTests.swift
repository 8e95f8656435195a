import Testing

@testable import PrivateStore

@Suite("The data folder")
struct DataFolderTests {
    @Test("lies where the XDG Base Directory Specification says; root's in /var/lib")
    func defaults() {
        func path(_ environment: [String: String], user: UInt32 = 1000) -> String {
            DataFolder.defaultPath(environment: environment, userID: user, home: "/home/anna")
        }
        #expect(path([:]) == "/home/anna/.local/share/caseload")
        #expect(path(["XDG_DATA_HOME": "/data"]) == "/data/caseload")
        #expect(path(["XDG_DATA_HOME": "relative"]) == "/home/anna/.local/share/caseload")
        #expect(path(["XDG_DATA_HOME": "/data"], user: 0) == "/var/lib/caseload")
    }

    @Test("has its socket where the kernel can take its path", arguments: [0, 50, 80, 83, 84, 200])
    func socketPaths(length: Int) throws {
        let root = "/tmp/" + String(repeating: "x", count: length)
        let socket = SocketFolder(for: DataFolder(path: root), runtimeFolder: "/run/user/1000")
        #expect("\(socket.path)/.s.PGSQL.5432".utf8.count <= 107)
        #expect(socket.path.hasPrefix(length < 82 ? root : "/run/user/1000/caseload-"))
    }

    @Test("has different sockets for different long paths")
    func differentSockets() {
        let long = "/" + String(repeating: "x", count: 200)
        let sockets = ["a", "b"].map { SocketFolder(for: DataFolder(path: long + $0), runtimeFolder: nil).path }
        #expect(Set(sockets).count == 2 && sockets.allSatisfy { $0.hasPrefix("/tmp/caseload-") })
    }
}
