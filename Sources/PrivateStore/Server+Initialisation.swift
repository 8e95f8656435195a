internal import Foundation

extension Server {
    /// Makes PostgreSQL's folder, with the one database and the one role, under a name of its own; it gets its proper
    /// name when it is whole. What is written goes to the disk once, at the end: that takes a tenth of the time.
    func initialise() throws(PrivateStoreError) {
        let unfinished = folder.unfinishedPostgres
        try? FileManager.default.removeItem(atPath: unfinished)
        try SystemCall.makeFolder(unfinished, mode: 0o700)
        if user.isOther { try SystemCall.give(unfinished, to: user.id, user.group) }
        do throws(PrivateStoreError) {
            try run(
                installation.initdb,
                [
                    "-D", unfinished, "--username", Self.role, "--encoding", "UTF8", "--no-locale", "--data-checksums",
                    "--auth", "peer", "--no-instructions", "--no-sync",
                ])
            try admitOwner(to: unfinished)
            try run(
                installation.postgres, ["--single", "-F", "-D", unfinished, "postgres"],
                input: "CREATE DATABASE \(Self.database)\n")
            try run(installation.initdb, ["--sync-only", "-D", unfinished])
            try SystemCall.rename(unfinished, to: folder.postgres)
        } catch {
            try? FileManager.default.removeItem(atPath: unfinished)
            throw error
        }
    }

    /// The socket lets one user of the operating system in, whom the kernel names (peer authentication), as the one role.
    private func admitOwner(to postgresFolder: String) throws(PrivateStoreError) {
        let name = user.isOther ? "root" : user.name
        try overwrite(postgresFolder + "/pg_hba.conf", "local all all peer map=caseload\n")
        try overwrite(postgresFolder + "/pg_ident.conf", "caseload \"\(name)\" \(Self.role)\n")
    }

    /// Writes in place, so that the file stays its owner's.
    private func overwrite(_ path: String, _ text: String) throws(PrivateStoreError) {
        do { try text.write(toFile: path, atomically: false, encoding: .utf8) } catch {
            throw PrivateStoreError(.fileSystem, subject: path, cause: error.localizedDescription)
        }
    }

    private func run(_ path: String, _ arguments: [String], input: String = "") throws(PrivateStoreError) {
        let start = log.end
        let output = try Descriptor(appendingTo: folder.log)
        let pipe = try Pipe()
        pipe.writing.write(Array(input.utf8))
        let reading = pipe.closeWriting()
        // A keeper that is killed must not leave behind what still writes into the folder that the next one makes anew.
        let process = try user.program(path, arguments, endsWithParent: true)
            .start(input: reading.descriptor, output: output.descriptor, error: output.descriptor)
        let ending = Program.wait(for: process)
        guard ending == .exited(0) else { throw log.complaint(since: start, of: path, otherwise: "\(ending)") }
    }
}
