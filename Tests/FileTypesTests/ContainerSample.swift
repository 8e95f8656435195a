import Testing

/// Containers, built as their specifications say, whose type is that of what they hold.
struct ContainerSample: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let type: String

    var testDescription: String { name }
    var asSample: Sample { Sample(name, "0x" + bytes.map(hexadecimal).joined(), byteCount: 0, type: type) }

    private func hexadecimal(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    private static let office = "application/vnd.openxmlformats-officedocument."

    static let all: [ContainerSample] = zips + compoundFiles + tiffs

    private static let zips = [
        ContainerSample(name: "zip", bytes: ZipSample.archive(members: ["a.txt"]), type: "application/zip"),
        ContainerSample(
            name: "Word",
            bytes: ZipSample.archive(members: ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]),
            type: office + "wordprocessingml.document"),
        ContainerSample(
            name: "Excel", bytes: ZipSample.archive(members: ["[Content_Types].xml", "xl/workbook.xml"]),
            type: office + "spreadsheetml.sheet"),
        ContainerSample(
            name: "PowerPoint", bytes: ZipSample.archive(members: ["[Content_Types].xml", "ppt/presentation.xml"]),
            type: office + "presentationml.presentation"),
        ContainerSample(
            name: "Android", bytes: ZipSample.archive(members: ["META-INF/MANIFEST.MF", "AndroidManifest.xml"]),
            type: "application/vnd.android.package-archive"),
        ContainerSample(
            name: "Java", bytes: ZipSample.archive(members: ["META-INF/MANIFEST.MF", "a.class"]),
            type: "application/java-archive"),
        ContainerSample(
            name: "OpenDocument",
            bytes: ZipSample.archive(
                members: ["mimetype", "content.xml"], content: "application/vnd.oasis.opendocument.text"),
            type: "application/vnd.oasis.opendocument.text"),
        ContainerSample(
            name: "EPUB", bytes: ZipSample.archive(members: ["mimetype"], content: "application/epub+zip"),
            type: "application/epub+zip"),
        ContainerSample(
            name: "a stated type that is none", bytes: ZipSample.archive(members: ["mimetype"], content: "\u{1b}[2J"),
            type: "application/zip"),
    ]

    private static let compoundFiles = [
        compound("WordDocument", "application/msword"), compound("Workbook", "application/vnd.ms-excel"),
        compound("PowerPoint Document", "application/vnd.ms-powerpoint"),
        compound("__properties_version1.0", "application/vnd.ms-outlook"),
        compound("DestList", "application/x-ms-jumplist"), compound("Anything", "application/x-ole-storage"),
    ]

    /// One sector of header, one of directory.
    private static func compound(_ stream: String, _ type: String) -> ContainerSample {
        var bytes: [UInt8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] + [UInt8](repeating: 0, count: 1016)
        bytes[30] = 9
        for (entry, name) in ["Root Entry", stream].enumerated() {
            let offset = 512 + entry * 128
            for (i, unit) in name.utf16.enumerated() { bytes[offset + i * 2] = UInt8(truncatingIfNeeded: unit) }
            bytes[offset + 64] = UInt8(name.utf16.count * 2 + 2)
        }
        return ContainerSample(name: stream, bytes: bytes, type: type)
    }

    private static let tiffs = [
        tiff(make: "NIKON CORPORATION", tags: [271, 330], "image/x-nikon-nef"),
        tiff(make: "NIKON CORPORATION", tags: [271], "image/tiff"),
        tiff(make: "SONY", tags: [271, 330], "image/x-sony-arw"),
        tiff(make: "Unknown", tags: [271, 330], "image/tiff"),
        tiff(make: "Leica", tags: [271, 50706], "image/x-adobe-dng"),
    ]

    private static func tiff(make: String, tags: [Int], _ type: String) -> ContainerSample {
        func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> ($0 * 8) & 0xff) } }
        var bytes: [UInt8] = [0x49, 0x49, 0x2a, 0] + little(8, 4) + little(tags.count, 2)
        for tag in tags {
            bytes +=
                little(tag, 2) + little(2, 2) + little(make.utf8.count + 1, 4) + little(10 + tags.count * 12 + 4, 4)
        }
        return ContainerSample(
            name: "\(make) \(tags)", bytes: bytes + little(0, 4) + Array(make.utf8) + [0], type: type)
    }
}

/// Zip archives of stored members (APPNOTE.TXT, 4.3.7); no directory at the end, as in the first bytes of a long one.
enum ZipSample {
    /// - Parameter content: of the first member.
    static func archive(members: [String], content: String = "x") -> [UInt8] {
        var bytes: [UInt8] = []
        for (i, name) in members.enumerated() {
            let content = i == 0 ? Array(content.utf8) : [0x78]
            let size = [UInt8(content.count), 0, 0, 0]
            bytes += [0x50, 0x4b, 3, 4, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] + size + size
            bytes += [UInt8(name.utf8.count), 0, 0, 0] + Array(name.utf8) + content
        }
        return bytes
    }
}
