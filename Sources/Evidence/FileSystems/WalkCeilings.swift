/// The limits within which one volume is walked. They are far above what honest disks hold: whoever meets one was
/// made to, or is broken, and it ends as a failure that names the folder.
public struct WalkCeilings: Hashable, Sendable {
    /// The most items of one volume.
    public var itemCount: Int64 = 200_000_000
    /// The most that deleted items may claim of the device, as a multiple of the volume: recovery that guesses can
    /// find the same clusters in every entry.
    public var deletedClaims: Int64 = 4
    /// The most that items may claim of the device, as a multiple of the volume: copies that share blocks are honest,
    /// a million names for the same gigabyte are not.
    public var claims: Int64 = 64
    /// The largest size of one item, as a multiple of the volume (holes count), …
    public var itemSize: Int64 = 16
    /// … but never less than this many bytes.
    public var itemByteCount: Int64 = 16 << 30
    /// The most memory in bytes for folders that still have to be listed.
    public var pendingByteCount: Int = 256 << 20
    /// The most memory in bytes for the addresses that were met: 120 million files in a row, or 7 million that lie apart.
    public var metByteCount: Int = 640 << 20
    /// The longest path in bytes of a folder by which what is in it is listed: Windows ends at 32,767 characters.
    public var pathByteCount: Int = 32_767
    /// The most failures of one volume: those of an honest disk are read by a person.
    public var failureCount: Int64 = 1_000_000
    /// The most entries without a folder that are kept while their folders are searched for.
    public var orphanCount: Int = 4_000_000
    /// The last resort: how long a walk may take. What it finds must not depend on the clock.
    public var duration: Duration = .seconds(48 * 3600)

    public static let standard = WalkCeilings()

    /// The largest size of an item of this volume whose content is examined.
    func itemByteCount(onVolumeOf byteCount: Int64) -> Int64 {
        max(itemByteCount, Self.product(itemSize, byteCount))
    }

    static func product(_ a: Int64, _ b: Int64) -> Int64 {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        return overflow ? .max : product
    }
}
