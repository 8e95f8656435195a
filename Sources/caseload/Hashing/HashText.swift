import Findings

/// Files and their digests in the forms of other tools.
enum HashText {
    /// `digest  path`, with a backslash first where the name has characters that are escaped (GNU coreutils, "md5sum
    /// invocation").
    static func checksumLine(of file: HashedFile, _ algorithm: DigestAlgorithm) -> [UInt8] {
        var (name, isEscaped): ([UInt8], Bool) = ([], false)
        for byte in file.path {
            if let escape = escapes[byte] {
                name += [UInt8(ascii: "\\"), escape]
                isEscaped = true
            } else {
                name.append(byte)
            }
        }
        var line: [UInt8] = isEscaped ? [UInt8(ascii: "\\")] : []
        Hexadecimal.append(file.digests[algorithm], to: &line)
        return line + "  ".utf8 + name + "\n".utf8
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "\n"): UInt8(ascii: "n"),
        UInt8(ascii: "\r"): UInt8(ascii: "r"),
    ]

    /// The lines above the files of a HASHDEEP-1.0 list.
    static func hashdeepHeading(folder: String, command: [String]) -> [UInt8] {
        let comments = ["Invoked from: \(folder)", "$ \(command.map(ShellWord.quoted).joined(separator: " "))", ""]
        return Array("%%%% HASHDEEP-1.0\n%%%% size,md5,sha1,sha256,filename\n".utf8)
            + comments.flatMap { "## ".utf8 + harmless(Array($0.utf8)) + "\n".utf8 }
    }

    /// `size,md5,sha1,sha256,path`. The format has no escapes: a line break in a name is printed as `?`.
    /// - Parameter folder: where paths start that do not start at the root.
    static func hashdeepLine(of file: HashedFile, in folder: String) -> [UInt8] {
        let path = file.path.first == UInt8(ascii: "/") ? file.path : [UInt8]((folder + "/").utf8) + file.path
        var line = Array("\(file.byteCount)".utf8)
        for algorithm in [DigestAlgorithm.md5, .sha1, .sha256] {
            line.append(UInt8(ascii: ","))
            Hexadecimal.append(file.digests[algorithm], to: &line)
        }
        return line + ",".utf8 + harmless(path) + "\n".utf8
    }

    private static func harmless(_ text: [UInt8]) -> [UInt8] {
        text.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: "?") : $0 }
    }
}
