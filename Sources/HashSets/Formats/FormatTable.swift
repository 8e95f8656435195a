/// Every format that is known, in the order in which a file is asked for them.
enum FormatTable {
    /// The formats that are read. A new one is added here, before the lists: they take what looks like a digest.
    static var readers: [any SetReader.Type] {
        [NSRLDatabase.self, VICS.self, Hashdeep.self, NSRLText.self, ChecksumList.self, PlainList.self]
    }

    /// Opens a set, of the format that its user names or that its content shows.
    /// - Throws: `unsupportedFormat` naming it, `unknownFormat`, or what makes the file unusable.
    static func open(_ file: SourceFile, as format: HashSetFormat?) throws(HashSetError) -> any SetReader {
        let format = if let format { format } else { try recognise(file) }
        guard let reader = reader(of: format) else { throw .unsupported(format, path: file.path) }
        return try reader.init(reading: file)
    }

    static func reader(of format: HashSetFormat) -> (any SetReader.Type)? { readers.first { $0.format == format } }

    static func recognise(_ file: SourceFile) throws(HashSetError) -> HashSetFormat {
        let opening = try Opening(of: file)
        if let format = UnreadFormats.recognise(opening) { return format }
        if let reader = readers.first(where: { $0.recognises(opening) }) { return reader.format }
        throw HashSetError(
            .unknownFormat, path: file.path, byteOffset: 0,
            cause: "it is of no format that is known (it begins with \(Quotation.of(opening.bytes.prefix(16))))")
    }
}

extension HashSetError {
    /// A format that is recognised and not read.
    static func unsupported(_ format: HashSetFormat, path: String) -> HashSetError {
        HashSetError(.unsupportedFormat, path: path, cause: "it is \(format.title), which is not supported yet")
    }
}
