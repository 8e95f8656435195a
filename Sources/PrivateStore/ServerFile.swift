internal import Foundation

/// How to reach the running server, as the keeper writes it down for those who find it running.
struct ServerFile: Codable {
    let address: String
    let keeper: Int32

    func write(to folder: DataFolder) throws(PrivateStoreError) {
        do {
            let json = try JSONEncoder().encode(self)
            try json.write(to: URL(fileURLWithPath: folder.server), options: .atomic)
        } catch {
            throw PrivateStoreError(.fileSystem, subject: folder.server, cause: error.localizedDescription)
        }
    }

    static func read(from folder: DataFolder) -> ServerFile? {
        guard let data = FileManager.default.contents(atPath: folder.server) else { return nil }
        return try? JSONDecoder().decode(ServerFile.self, from: data)
    }

    static func remove(from folder: DataFolder) { SystemCall.remove(folder.server) }
}
