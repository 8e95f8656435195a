import ClusterProtocol
import Foundation
import SwiftProtobuf

/// What an honest examiner might find on a device of 1 MiB: one volume, and two files in it.
enum HonestPlay {
    static let items: [Caseload_V1_Item] = (Int64(0)..<2).map { ordinal in
        .with {
            $0.ordinal = ordinal
            $0.address = "\(64 + ordinal)"
            $0.path = Data("/\(ordinal).bin".utf8)
            $0.kind = "file"
            $0.isAllocated = true
            $0.byteCount = 4096
            $0.readsRuns = true
            $0.runs = [
                .with {
                    $0.offset = 4096 * (ordinal + 1)
                    $0.byteCount = 4096
                }
            ]
        }
    }

    static func findings(of assignment: Caseload_V1_Assignment) -> Caseload_V1_Findings {
        switch assignment.work {
        case .survey: survey
        case .walk(let work):
            .with {
                $0.volume = work.volume.index
                $0.items = items
            }
        case .contents(let work):
            .with {
                $0.volume = work.volume.index
                $0.contents = work.items.map { content($0.ordinal) }
            }
        case .verification, nil: .init()
        }
    }

    private static var survey: Caseload_V1_Findings {
        .with {
            $0.image.format = "raw"
            $0.image.byteCount = 1 << 20
            $0.image.sectorSize = 512
            $0.volumes = [
                .with {
                    $0.range.byteCount = 1 << 20
                    $0.scheme = "none"
                    $0.fileSystem = "ext4"
                    $0.state = "readable"
                }
            ]
        }
    }

    private static func content(_ ordinal: Int64) -> Caseload_V1_Content {
        .with {
            $0.ordinal = ordinal
            $0.state = "examined"
            $0.md5 = Data(repeating: 1, count: 16)
            $0.sha1 = Data(repeating: 2, count: 20)
            $0.sha256 = Data(repeating: 3, count: 32)
        }
    }
}
