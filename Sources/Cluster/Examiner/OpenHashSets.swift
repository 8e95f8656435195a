internal import Findings
internal import HashSets

/// The hash-set indexes that an examiner has mapped; the page cache shares them among all examiners of a host.
struct OpenHashSets {
    private var open: [[UInt8]: HashSetIndex] = [:]

    /// - Parameter names: the SHA-256 of each index, which is its file's name.
    mutating func open(_ names: [[UInt8]], in folder: String) throws -> [HashSetIndex] {
        var indexes: [HashSetIndex] = []
        for name in names {
            if let index = open[name] {
                indexes.append(index)
            } else {
                let path = "\(folder)/\(Hexadecimal.text(name)).hashset"
                let index = try HashSetIndex(opening: path, verifying: false)
                open[name] = index
                indexes.append(index)
            }
        }
        return indexes
    }
}
