import Findings
import Foundation
import Testing

@testable import Evidence

@Suite("A walk, held against other tools", .enabled(if: !SurveyTruth.all.isEmpty, "the evidence is not there"))
struct WalkTruthTests {
    /// Exhibits with at least one volume whose files somebody listed.
    static let walkable = SurveyTruth.all.filter { truth in
        truth.expected.result != "failure" && truth.format != "zip" && truth.format != "tar"
            && ((try? WalkTruth(of: truth).rows.isEmpty) == false)
    }

    @Test("finds every file with the content that other tools find, and nothing that is not there", arguments: walkable)
    func agrees(truth: SurveyTruth) throws {
        let rows = try WalkTruth(of: truth).rows
        try truth.unpacked { path in
            let image = try Image(opening: path)
            let found = try Self.find(on: image)
            let keys = Set(found)
            let names = Set(found.map { [Array("\($0.volumeOffset)".utf8), $0.path, Array($0.stream.utf8)] })
            let exempt = Exemption.of(truth.id)
            let missing = rows.filter(\.isRequired).map(\.key).filter { !keys.contains($0) && !exempt.covers($0) }
            let invented = rows.filter(\.mustFail).filter { row in
                names.contains([Array("\(row.volumeOffset)".utf8), row.path, Array(row.stream.utf8)])
                    && !exempt.covers(row.key)
            }
            let known = Set(rows.filter { $0.sha256.count == 64 }.map(\.key))
            let extra = found.filter { $0.isAllocated && !known.contains($0) && !exempt.covers($0) }
            #expect(missing == [])
            #expect(invented.map(\.key) == [])
            #expect(extra == [])
            let wanted = rows.filter(\.isWanted).map(\.key).filter { !keys.contains($0) && !exempt.covers($0) }
            #expect(wanted == [])
        }
    }

    /// All names with the digests of their contents.
    static func find(on image: Image) throws -> [WalkTruth.Key] {
        var found: [WalkTruth.Key] = []
        for volume in Survey(of: image).volumes where volume.state == .readable {
            let harvest = try Harvest(of: volume, on: image)
            #expect(harvest.brokenPromises(on: image) == [])
            let digests = try harvest.digests(on: image)
            for item in harvest.items {
                guard let digest = digests[item.ordinal], let size = item.byteCount else { continue }
                for path in harvest.paths(of: item) {
                    found.append(
                        WalkTruth.Key(
                            volumeOffset: volume.range.offset, path: path,
                            stream: item.stream.map(WalkTruth.escaped) ?? "", isAllocated: item.isAllocated,
                            byteCount: size, sha256: digest))
                }
            }
        }
        return found
    }

    @Test("finds the same in the same order again", arguments: walkable.filter { $0.id == "own-small.raw" })
    func repeats(truth: SurveyTruth) throws {
        try truth.unpacked { path in
            let image = try Image(opening: path)
            for volume in Survey(of: image).volumes where volume.state == .readable {
                let (first, second) = try (Harvest(of: volume, on: image), Harvest(of: volume, on: image))
                #expect(first.items == second.items)
                #expect(first.failures == second.failures)
                #expect(first.extents == second.extents)
            }
        }
    }

    @Test("gives each item the address that The Sleuth Kit gives it", arguments: walkable)
    func addresses(truth: SurveyTruth) throws {
        let rows = try WalkTruth(of: truth).rows
        try truth.unpacked { path in
            let image = try Image(opening: path)
            for volume in Survey(of: image).volumes where volume.state == .readable {
                let harvest = try Harvest(of: volume, on: image)
                var known: [[UInt8]: Set<String>] = [:]
                for row in rows where row.volumeOffset == volume.range.offset && row.isAllocated {
                    known[row.path + [0] + Array(row.stream.utf8), default: []].insert(row.address)
                }
                for item in harvest.items where item.isAllocated {
                    let name = item.path + [0] + Array((item.stream.map(WalkTruth.escaped) ?? "").utf8)
                    guard let addresses = known[name] else { continue }
                    // Where The Sleuth Kit cannot read a file's attributes it says nothing of their type and id.
                    let plain = item.address.split(separator: "-").first.map(String.init) ?? ""
                    #expect(addresses.contains(item.address) || addresses.contains(plain))
                }
            }
        }
    }
}
