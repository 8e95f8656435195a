internal import Foundation

/// The disk that everybody examines, as `Disk/make_disk.py` has made it.
struct Disk {
    let image: URL
    /// The list of known digests, one a line.
    let known: URL
    let about: About

    /// `disk.json`.
    struct About: Codable {
        var scale: Double
        var seed: Int
        /// Files in both volumes that are not deleted, and their content.
        var allocatedFiles: Int
        var allocatedByteCount: Int64
        /// Where its volumes start, in sectors of 512 bytes.
        var volumeSectors: [Int]
        var diskByteCount: Int64
        var known: Int
        /// Proves the content.
        var contentSha256: String
    }

    init(in folder: URL) throws {
        image = folder.appending(path: "disk.raw")
        known = folder.appending(path: "known.txt")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        about = try decoder.decode(About.self, from: Data(contentsOf: folder.appending(path: "disk.json")))
    }

    /// Reads the whole image once, so that everybody finds it in the page cache, or nobody does.
    func warm() throws {
        let file = try FileHandle(forReadingFrom: image)
        while try file.read(upToCount: 1 << 24)?.isEmpty == false {}
        try file.close()
    }
}
