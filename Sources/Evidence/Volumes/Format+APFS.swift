extension Format {
    static let apfs = Format(word: "apfs", claimsFirstSector: true, look: lookForAPFS)

    private static func lookForAPFS(_ window: Window) throws(EvidenceError) -> Recognition? {
        guard let container = try APFSContainer(window) else { return nil }
        var recognition = Recognition("apfs", byteCount: container.byteCount)
        if container.isFusion {
            recognition.obstacle = .managed("one half of an Apple Fusion Drive")
            return recognition
        }
        let volumes = try? container.volumes()
        if volumes == nil {
            recognition.obstacle = .damaged(
                "an APFS container whose list of volumes cannot be followed: none of them is examined")
        }
        recognition.inner = volumes
        return recognition
    }
}
