internal import ClusterProtocol
internal import Foundation
internal import SwiftProtobuf

/// What examiners would find on a made-up disk, for each shard that is granted: findings that a coordinator admits,
/// without an image to read.
struct Recording: Sendable {
    /// How many items a walk lists.
    var itemCount: Int64 = 20_000
    /// What each of them holds, in bytes: 96 MiB make a content shard of each, few make one of a thousand.
    var itemByteCount: Int64 = 96 << 20

    private static let diskByteCount: Int64 = 1 << 44

    /// The batches of a shard's findings, in their order.
    func batches(of assignment: Caseload_V1_Assignment) -> [Caseload_V1_Findings] {
        switch assignment.work {
        case .survey: [survey]
        case .walk(let work): walk(of: work.volume.index)
        case .contents(let work): [contents(work)]
        case .verification(let work): [verification(work)]
        case nil: []
        }
    }

    /// How many batches a walk hands in.
    var batchCount: Int { walk(of: 0).count }

    private var survey: Caseload_V1_Findings {
        .with {
            $0.image = .with {
                $0.format = "raw"
                $0.byteCount = Self.diskByteCount
                $0.sectorSize = 512
            }
            $0.volumes = [
                .with {
                    $0.range = .with { $0.byteCount = Self.diskByteCount }
                    $0.scheme = "none"
                    $0.description_p = "file system"
                    $0.fileSystem = "ntfs"
                    $0.state = "readable"
                }
            ]
        }
    }

    private func walk(of volume: Int32) -> [Caseload_V1_Findings] {
        var batches: [Caseload_V1_Findings] = []
        var next: Int64 = 0
        repeat {
            let end = min(itemCount, next + Self.batchLimit(batches.count))
            batches.append(
                .with {
                    $0.volume = volume
                    $0.items = (next..<end).map(item)
                })
            next = end
        } while next < itemCount
        return batches
    }

    /// As the program's own walks do.
    private static func batchLimit(_ sequence: Int) -> Int64 { sequence < 1 ? 128 : sequence < 3 ? 512 : 2048 }

    private func item(_ ordinal: Int64) -> Caseload_V1_Item {
        .with {
            $0.ordinal = ordinal
            $0.address = "\(ordinal)-128-1"
            $0.path = Data("/Users/someone/Pictures/IMG_\(ordinal).jpg".utf8)
            $0.kind = "file"
            $0.isAllocated = true
            $0.byteCount = itemByteCount
            $0.modified = .with { $0.seconds = 1_700_000_000 + ordinal }
            $0.runs = [
                .with {
                    $0.offset = ordinal * itemByteCount
                    $0.byteCount = itemByteCount
                }
            ]
            $0.readsRuns = true
        }
    }

    private func contents(_ work: Caseload_V1_ContentsWork) -> Caseload_V1_Findings {
        .with { findings in
            findings.volume = work.volume.index
            findings.contents = work.items.map { item in
                .with {
                    $0.ordinal = item.ordinal
                    $0.state = "examined"
                    $0.md5 = Self.digest(of: item.ordinal, byteCount: 16)
                    $0.sha1 = Self.digest(of: item.ordinal, byteCount: 20)
                    $0.sha256 = Self.digest(of: item.ordinal, byteCount: 32)
                    $0.type = "image/jpeg"
                }
            }
        }
    }

    private static func digest(of ordinal: Int64, byteCount: Int) -> Data {
        var state = UInt64(bitPattern: ordinal)
        return Data(
            (0..<byteCount).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            })
    }

    private func verification(_ work: Caseload_V1_VerificationWork) -> Caseload_V1_Findings {
        .with {
            $0.verifications = work.stored.map { stored in
                .with {
                    $0.stored = stored
                    $0.computed = stored.value
                }
            }
        }
    }
}
