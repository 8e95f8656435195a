@testable import CaseStore
@testable import Doctor
import Foundation
import Processes
import Testing

@Suite("What a look at a host says")
struct DiagnosisTests {
    private func verdicts(_ diagnoses: [Diagnosis]) -> [Diagnosis.Verdict] { diagnoses.map(\.verdict) }

    @Test(
        "of its clock: how far it is from the database's, and whether anything keeps it right",
        arguments: [
            (true, 0.0, [.sound, .sound]), (true, 1.9, [.sound, .sound]), (true, -2.1, [.sound, .doubtful]),
            (false, nil, [.doubtful]), (true, 61, [.sound, .wrong]), (true, -3600, [.sound, .wrong]),
        ] as [(Bool, Double?, [Diagnosis.Verdict])])
    func clock(isSynchronised: Bool, lead: Double?, expected: [Diagnosis.Verdict]) {
        #expect(verdicts(Clock(isSynchronised: isSynchronised, lead: lead).diagnoses) == expected)
    }

    @Test("of its clock in words: on which side of the database's it is")
    func clockWords() {
        let words = [-90.0, 90.0].map { Clock(isSynchronised: true, lead: $0).diagnoses[1].observation }
        #expect(words == ["90.0 s behind the database's", "90.0 s before the database's"])
    }

    private static func entry(_ options: String, _ whole: String = "rw") -> MountEntry? {
        MountEntry(line: "36 35 98:0 / /mnt/evidence \(options) shared:1 - nfs4 srv:/e \(whole),vers=4.2")
    }

    @Test("of evidence: whether it is there, can be read, and cannot be written to")
    func mounts() {
        let readOnly = Mount(
            path: "/e", exists: true, isReadable: true, isWritable: false, entry: Self.entry("ro,noatime"))
        #expect(readOnly.diagnosis.verdict == .sound)
        var mount = readOnly
        mount.entry = Self.entry("rw,noatime", "ro")
        #expect(mount.diagnosis.verdict == .sound)
        mount.entry = Self.entry("rw,noatime")
        #expect(mount.diagnosis.verdict == .doubtful)
        #expect(mount.diagnosis.remedy?.contains("remount,ro /mnt/evidence") == true)
        mount.isReadable = false
        #expect(mount.diagnosis.verdict == .wrong)
        (mount.isReadable, mount.exists) = (true, false)
        #expect(mount.diagnosis.verdict == .wrong)
    }

    @Test("goes by the innermost mount, the last of those at one point, and by names with spaces")
    func mountTable() {
        let table = MountTable(
            text: """
                1 0 8:1 / / rw - ext4 /dev/sda1 rw
                2 1 8:2 / /mnt rw - ext4 /dev/sdb1 rw
                3 2 8:3 / /mnt/case\\040files ro - ext4 /dev/sdc1 ro
                4 1 0:9 / /mnt ro - nfs4 srv:/e ro
                nonsense
                """)
        #expect(table.entry(of: "/mnt/case files/x.E01")?.isReadOnly == true)
        #expect(table.entry(of: "/mnt/case files/x.E01")?.fileSystem == "ext4")
        #expect(table.entry(of: "/mnt/x")?.fileSystem == "nfs4")
        #expect(table.entry(of: "/mntx")?.point == "/")
        #expect(MountTable(text: "").entry(of: "/") == nil)
    }

    @Test(
        "of room: too little to begin with, or a share that will not last",
        arguments: [
            (500 << 30, 1 << 40, true, .sound), (99 << 30, 1 << 40, true, .doubtful),
            ((1 << 30) - 1, 2 << 30, true, .wrong), (1 << 30, 2 << 30, true, .sound),
            (500 << 30, 1 << 40, false, .wrong),
        ] as [(Int64, Int64, Bool, Diagnosis.Verdict)])
    func space(free: Int64, total: Int64, isWritable: Bool, expected: Diagnosis.Verdict) {
        let room = DiskRoom(freeByteCount: free, totalByteCount: total, isWritable: isWritable)
        #expect(Space(subject: "data", path: "/d", room: room).diagnosis.verdict == expected)
    }

    @Test("of a folder that is not there: that it must be made")
    func noFolder() { #expect(Space.look("data", at: "/nonexistent/folder").diagnosis.verdict == .wrong) }

    @Test("of its kernel: examiners cannot work without seccomp, and are held by it alone without Landlock")
    func kernel() {
        let good = Kernel(hasSeccomp: true, landlockVersion: 4, hasMemoryFiles: true, isRoot: false)
        #expect(verdicts(good.diagnoses) == [.sound, .sound, .sound, .sound])
        var kernel = good
        kernel.hasSeccomp = false
        #expect(verdicts(kernel.diagnoses) == [.wrong, .sound, .sound, .sound])
        kernel = good
        kernel.landlockVersion = 0
        #expect(verdicts(kernel.diagnoses) == [.sound, .doubtful, .sound, .sound])
        kernel = good
        kernel.hasMemoryFiles = false
        #expect(verdicts(kernel.diagnoses) == [.sound, .sound, .wrong, .sound])
        kernel = good
        kernel.isRoot = true
        #expect(verdicts(kernel.diagnoses) == [.sound, .sound, .sound, .doubtful])
    }

    @Test(
        "of its limits: whether all examiners have room at once",
        arguments: [
            (65_536, 8 << 30, 4 << 30, [.sound, .sound]), (1024, 8 << 30, 4 << 30, [.doubtful, .sound]),
            (65_536, 4 << 30, 4 << 30, [.sound, .wrong]), (nil, nil, 4 << 30, [.sound, .unseen]),
            (65_536, 1 << 30, 0, [.sound]), (65_536, 8 << 30, .max, [.sound, .wrong]),
        ] as [(Int?, Int64?, Int64, [Diagnosis.Verdict])])
    func limits(files: Int?, memory: Int64?, wanted: Int64, expected: [Diagnosis.Verdict]) {
        let limits = Limits(openFileLimit: files, memoryByteCount: memory, wantedByteCount: wanted)
        #expect(verdicts(limits.diagnoses) == expected)
    }

    @Test(
        "of its certificate: how many days are left, and who must renew it",
        arguments: [
            (.valid(name: "w1", daysLeft: 31), .sound), (.valid(name: "w1", daysLeft: 29), .doubtful),
            (.refused("expired"), .wrong), (.unreadable("no such file"), .wrong),
        ] as [(Identity.Seen, Diagnosis.Verdict)])
    func identity(seen: Identity.Seen, expected: Diagnosis.Verdict) {
        #expect(Identity(seen: seen).diagnosis.verdict == expected)
    }

    @Test("of a database: its version, its tables and its connections, or why there is none, with what to do")
    func database() {
        let server = DatabaseServer(majorVersion: 15, now: Date(), connectionCount: 10, connectionLimit: 100)
        func verdicts(_ server: DatabaseServer, _ schema: Int32) -> [Diagnosis.Verdict] {
            self.verdicts(DatabaseSight(seen: .there(server, Schema(version: schema))).diagnoses)
        }
        #expect(verdicts(server, Schema.newest) == [.sound, .sound, .sound])
        #expect(verdicts(server, Schema.newest + 1) == [.sound, .wrong, .sound])
        #expect(verdicts(server, 0) == [.sound, .wrong, .sound])
        var other = server
        other.majorVersion = 14
        #expect(verdicts(other, Schema.newest) == [.wrong, .sound, .sound])
        other = server
        other.connectionCount = 95
        #expect(verdicts(other, Schema.newest) == [.sound, .sound, .doubtful])
        let away = DatabaseSight(seen: .refused(StoreError(.unreachable, cause: "connection refused")))
        #expect(self.verdicts(away.diagnoses) == [.wrong])
        #expect(away.diagnoses[0].remedy?.isEmpty == false)
    }

    @Test("of an examiner that does not start: what it died of")
    func examiner() async {
        struct Death: Error, CustomStringConvertible { let description = "an examiner died by signal 31" }
        let dead = await Examiner.look { throw Death() }
        #expect(dead.diagnosis.verdict == .wrong)
        #expect(dead.diagnosis.observation == "an examiner died by signal 31")
        let alive = await Examiner.look { ["libtsk": "4.11.1"] }
        #expect(alive.diagnosis.verdict == .sound)
    }

    @Test("of whatever is not as it should be, always with what to do about it")
    func remedies() {
        let bad =
            Clock(isSynchronised: false, lead: 90).diagnoses
            + Kernel(hasSeccomp: false, landlockVersion: 0, hasMemoryFiles: false, isRoot: true).diagnoses
            + Limits(openFileLimit: 1, memoryByteCount: 1, wantedByteCount: 2).diagnoses + [
                PostgresPrograms(majorVersion: nil).diagnosis,
                Port(place: "h:1", seen: .taken).diagnosis(ofListening: "x"),
                Port(place: "h:1", seen: .refused("no")).diagnosisOfReaching, .unseen("x", without: "--y"),
            ]
        #expect(bad.allSatisfy { $0.verdict != .sound && $0.remedy?.isEmpty == false })
    }
}
