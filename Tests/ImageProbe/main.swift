import Evidence
import Findings
import Foundation
import TestSupport

// A program for the tests of images: opens one, reads it at many places, and prints by how many bytes its resident memory
// has grown.
//
//     image-probe IMAGE READS

/// The memory of this process that is in use, in bytes, as the system counts it.
func residentByteCount() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return (Int(status.split(separator: " ")[1]) ?? 0) * 4096
}

let (path, count) = (CommandLine.arguments[1], Int(CommandLine.arguments[2]) ?? 0)
let before = try residentByteCount()
let image = try Image(opening: path)
let opened = try residentByteCount()
var random = SplitMix64(seed: 1)
for _ in 0..<count {
    _ = try image.bytes(at: .random(in: 0..<image.byteCount - 4096, using: &random), byteCount: 4096)
}
print(image.byteCount, opened - before, try residentByteCount() - before)
