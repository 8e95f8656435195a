internal import CaseStore

/// Two of the images that are to be examined are one: it was named twice, or by two of its files, as a shell's pattern
/// does.
public struct SameImage: Error, Hashable, CustomStringConvertible {
    let first: String
    let second: String

    /// nil when each is an image of its own.
    init?(among registrations: [Registration]) {
        var paths: [[String]: String] = [:]
        for registration in registrations.map(\.exhibit) {
            let folder = registration.path.split(separator: "/").dropLast().joined(separator: "/")
            let files = [folder] + registration.files.map(\.name)
            if let first = paths.updateValue(registration.path, forKey: files) {
                (self.first, second) = (first, registration.path)
                return
            }
        }
        return nil
    }

    public var description: String {
        first == second
            ? "\(first) is named twice. Name each image once."
            : "\(first) and \(second) are files of one image. Name its first file alone."
    }
}
