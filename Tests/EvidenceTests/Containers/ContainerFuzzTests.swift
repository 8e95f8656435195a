import Evidence
import Findings
import Foundation
import TestSupport
import Testing

/// The same small disk in every format, with the structures that say where everything is changed at random.
@Suite("An image with hostile structures")
struct ContainerFuzzTests {
    private static let seedsOfEach: UInt64 = 24

    @Test("has no byte that the device has not where checksums guard them all", arguments: Disguise.guarded)
    func guarded(disguise: Disguise) throws {
        let image = try disguise.unpacked()
        #expect(image.recovery().invented == [] && !image.recovery().isNamed)
        for seed in 0..<Self.seedsOfEach {
            let changes = disguise.changes(seed: seed, of: image)
            let recovery = try image.recovery(after: changes)
            #expect(recovery.invented == [], "seed \(seed): \(changes)")
            #expect(recovery.isNamed || recovery.byteCount == image.device.count, "seed \(seed): \(changes)")
        }
    }

    @Test("names what contradicts itself, and otherwise has every byte", arguments: Disguise.doubled)
    func doubled(disguise: Disguise) throws {
        let image = try disguise.unpacked()
        #expect(image.recovery().invented == [] && !image.recovery().isNamed)
        for seed in 0..<Self.seedsOfEach {
            let changes = disguise.changes(seed: seed, of: image)
            let recovery = try image.recovery(after: changes)
            let isWhole = recovery.invented == [] && recovery.byteCount == image.device.count
            #expect(isWhole || recovery.isNamed, "seed \(seed): \(changes)")
        }
    }

    @Test("neither crashes nor hangs where nothing guards it", arguments: Disguise.unguarded)
    func unguarded(disguise: Disguise) throws {
        let image = try disguise.unpacked()
        #expect(image.recovery().invented == [] && !image.recovery().isNamed)
        for seed in 0..<Self.seedsOfEach {
            let recovery = try image.recovery(after: disguise.changes(seed: seed, of: image))
            #expect(recovery.isNamed || recovery.byteCount > 0)
        }
    }

    @Test("that once deceived is named for what it is", arguments: try Disguise.remembered())
    func remembered(past: Disguise.Remembered) throws {
        let recovery = try past.disguise.unpacked().recovery(after: past.changes)
        #expect(recovery.isNamed, "\(past.what)")
    }
}
