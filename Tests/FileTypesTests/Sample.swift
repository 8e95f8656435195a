/// The beginnings of files as their formats' specifications describe them.
struct Sample: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    /// What it is.
    let type: String
    /// Why `file --mime-type` says otherwise; nil when it must agree.
    let exception: String?

    var testDescription: String { name }

    /// - Parameter parts: text, or bytes in hexadecimal after `0x`; filled up with zeros to `byteCount`.
    init(_ name: String, _ parts: String..., byteCount: Int = 512, type: String, unlessFile exception: String? = nil) {
        self.name = name
        self.type = type
        self.exception = exception
        var bytes = parts.flatMap { part in
            part.hasPrefix("0x") ? Self.hexadecimal(part.dropFirst(2)) : Array(part.utf8)
        }
        bytes += [UInt8](repeating: 0, count: max(0, byteCount - bytes.count))
        self.bytes = bytes
    }

    private static func hexadecimal(_ digits: Substring) -> [UInt8] {
        var (bytes, rest) = ([UInt8](), digits.filter { $0 != " " })
        while !rest.isEmpty {
            bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
            rest = String(rest.dropFirst(2))
        }
        return bytes
    }

    private static let finer = "libmagic knows the container only"
    private static let unknown = "libmagic does not know it"
    private static let name = "libmagic has another name for it"
}

import Testing

extension Sample {
    static let binaries: [Sample] = [
        Sample("JPEG", "0xFFD8FFE000104A46494600010101", type: "image/jpeg"),
        Sample("PNG", "0x89504E470D0A1A0A0000000D494844520000000100000001080200000090", type: "image/png"),
        Sample("GIF 87a", "GIF87a", "0x01000100", type: "image/gif"),
        Sample("GIF 89a", "GIF89a", "0x01000100", type: "image/gif"),
        Sample("WebP", "RIFF", "0x24000000", "WEBPVP8 ", type: "image/webp"),
        Sample("TIFF, little end first", "0x49492A0008000000", type: "image/tiff"),
        Sample("TIFF, big end first", "0x4D4D002A00000008", type: "image/tiff"),
        Sample("BMP", "BM", "0x460000000000000036000000280000000100000001000000010018", type: "image/bmp"),
        Sample("Photoshop", "8BPS", "0x0001000000000000000300000001000000010008", type: "image/vnd.adobe.photoshop"),
        Sample(
            "JPEG 2000", "0x0000000C6A5020200D0A870A00000014", "ftypjp2 ", "0x000000006A703220", type: "image/jp2"),
        Sample("JPEG XL", "0x0000000C4A584C200D0A870A00000014", "ftypjxl ", type: "image/jxl"),
        Sample("HEIC", "0x00000018", "ftypheic", "0x00000000", "mif1heic", type: "image/heic"),
        Sample("AVIF", "0x0000001C", "ftypavif", "0x00000000", "avifmif1miaf", type: "image/avif"),
        Sample("HEIF", "0x00000018", "ftypmif1", "0x00000000", "mif1heic", type: "image/heif"),
        Sample("CR2", "0x49492A00100000004352020000000000", type: "image/x-canon-cr2"),
        Sample(
            "CR3", "0x00000018", "ftypcrx ", "0x00000001", "crx isom", type: "image/x-canon-cr3", unlessFile: unknown),
        Sample("RAF", "FUJIFILMCCD-RAW 0201FF383501", type: "image/x-fuji-raf"),
        Sample("ORF", "IIRO", "0x08000000", type: "image/x-olympus-orf"),
        Sample("RW2", "IIU", "0x0018000000", type: "image/x-panasonic-rw2", unlessFile: unknown),
        Sample("icon", "0x0000010001001010000001002000680400001600000028000000", type: "image/vnd.microsoft.icon"),
        Sample("DjVu", "AT&TFORM", "0x00000000", "DJVU", type: "image/vnd.djvu"),
        Sample("XCF", "gimp xcf file", "0x00", type: "image/x-xcf"),
        Sample("MP4", "0x00000018", "ftypmp42", "0x00000000", "mp42isom", type: "video/mp4"),
        Sample("QuickTime", "0x00000014", "ftypqt  ", "0x20050300", "qt  ", type: "video/quicktime"),
        Sample(
            "QuickTime without a brand", "0x00000008", "wide", "0x00000100", "mdat", type: "video/quicktime",
            unlessFile: "libmagic wants more than a first atom"),
        Sample("3GP", "0x00000018", "ftyp3gp5", "0x00000000", "3gp5isom", type: "video/3gpp"),
        Sample("3G2", "0x00000018", "ftyp3g2a", "0x00000000", "3g2aisom", type: "video/3gpp2"),
        Sample("M4A", "0x00000018", "ftypM4A ", "0x00000000", "M4A isom", type: "audio/x-m4a"),
        Sample("M4V", "0x00000018", "ftypM4V ", "0x00000000", "M4V isom", type: "video/x-m4v"),
        Sample("AVI", "RIFF", "0x24000000", "AVI LIST", type: "video/x-msvideo"),
        Sample(
            "Matroska", "0x1A45DFA3A34286810142F7810142F2810442F381084282886D6174726F736B61", type: "video/x-matroska"),
        Sample("WebM", "0x1A45DFA39F4286810142F7810142F2810442F381084282847765626D", type: "video/webm"),
        Sample("MPEG program", "0x000001BA440004000401", type: "video/mpeg"),
        Sample("Flash video", "FLV", "0x010500000009", type: "video/x-flv"),
        Sample(
            "Windows Media", "0x3026B2758E66CF11A6D900AA0062CE6C", type: "video/x-ms-asf"),
        Sample("Flash", "FWS", "0x0A00020000", type: "application/x-shockwave-flash", unlessFile: name),
        Sample(
            "MP3 with a tag", "ID3", "0x0300000000", type: "audio/mpeg",
            unlessFile: "libmagic looks for the frames behind the tag"),
        Sample("FLAC", "fLaC", "0x00000022", type: "audio/flac"),
        Sample("WAVE", "RIFF", "0x24000000", "WAVEfmt ", type: "audio/x-wav"),
        Sample("AIFF", "FORM", "0x00000100", "AIFFCOMM", type: "audio/x-aiff"),
        Sample("MIDI", "MThd", "0x00000006000100020060", type: "audio/midi"),
        Sample("AMR", "#!AMR", "0x0A", type: "audio/amr"),
        Sample(
            "Ogg Vorbis", "OggS", "0x0002000000000000000000000000000000000000000001", "0x1E01766F72626973",
            type: "audio/ogg"),
        Sample(
            "Ogg Opus", "OggS", "0x000200000000000000000000000000000000000000000113", "OpusHead", type: "audio/ogg"),
        Sample("PDF", "%PDF-1.7\n", "0x25E2E3CFD30A", type: "application/pdf"),
        Sample("PostScript", "%!PS-Adobe-3.0\n", byteCount: 0, type: "application/postscript"),
        Sample("RTF", "{\\rtf1\\ansi", byteCount: 0, type: "text/rtf"),
        Sample(
            "mobile book", "0x" + String(repeating: "41", count: 60), "BOOKMOBI", type: "application/x-mobipocket-ebook"
        ),
        Sample("Outlook folder", "!BDN", "0x0000000053 4D", type: "application/vnd.ms-outlook-pst", unlessFile: name),
        Sample("RAR", "Rar!", "0x1A0701", type: "application/x-rar"),
        Sample("7-Zip", "7z", "0xBCAF271C0004", type: "application/x-7z-compressed"),
        Sample("gzip", "0x1F8B0800000000000003", type: "application/gzip"),
        Sample("bzip2", "BZh91AY&SY", type: "application/x-bzip2"),
        Sample("xz", "0xFD377A585A000004E6D6B446", type: "application/x-xz"),
        Sample("Zstandard", "0x28B52FFD2400", type: "application/zstd"),
        Sample("LZ4", "0x04224D186440A7", type: "application/x-lz4"),
        Sample(
            "cabinet", "MSCF", "0x000000002C01000000000000 2C00000000000000 03010100 0100",
            type: "application/vnd.ms-cab-compressed"),
        Sample("Debian package", "!<arch>\ndebian-binary   ", type: "application/vnd.debian.binary-package"),
        Sample("RPM", "0xEDABEEDB0300000000FF", type: "application/x-rpm"),
        Sample("cpio", "070701", byteCount: 110, type: "application/x-cpio"),
        Sample("ELF program", "0x7F454C4602010100000000000000000002003E00", type: "application/x-executable"),
        Sample("ELF library", "0x7F454C4602010100000000000000000003003E00", type: "application/x-sharedlib"),
        Sample("ELF object", "0x7F454C4602010100000000000000000001003E00", type: "application/x-object"),
        Sample("Mach-O", "0xCFFAEDFE07000001030000000200000010000000", type: "application/x-mach-binary"),
        Sample("Java class", "0xCAFEBABE00000034001D", type: "application/java-vm", unlessFile: name),
        Sample("Dalvik", "dex\n035", "0x00", type: "application/vnd.android.dex", unlessFile: unknown),
        Sample("WebAssembly", "0x0061736D01000000", type: "application/wasm"),
        Sample("SQLite", "SQLite format 3", "0x0010000101004020200000", type: "application/vnd.sqlite3"),
        Sample("registry hive", "regf", "0x01000000", type: "application/x-ms-registry", unlessFile: unknown),
        Sample("event log", "ElfFile", "0x0000000000", type: "application/x-ms-evtx"),
        Sample(
            "shortcut", "0x4C0000000114020000000000C000000000000046", type: "application/x-ms-shortcut"),
        Sample("prefetch", "0x1E000000", "SCCA", type: "application/x-ms-prefetch", unlessFile: unknown),
        Sample("ESE database", "0x00000000EFCDAB89", type: "application/x-ms-ese"),
        Sample(
            "binary property list", "bplist00", "0xD101025161 5162080B0D", type: "application/x-bplist",
            unlessFile: unknown),
        Sample(
            "packet capture", "0xD4C3B2A1020004000000000000000000FFFF000001000000", type: "application/vnd.tcpdump.pcap"
        ),
        Sample("KeePass", "0x03D9A29A67FB4BB50100", type: "application/x-keepass2", unlessFile: unknown),
        Sample("LUKS", "LUKS", "0xBABE0001", type: "application/x-luks", unlessFile: unknown),
        Sample("EWF", "0x4556460 90D0AFF00010100", type: "application/x-ewf", unlessFile: unknown),
        Sample("VMDK", "KDMV", "0x01000000", type: "application/x-vmdk-disk", unlessFile: unknown),
        Sample("QCOW2", "QFI", "0xFB00000003", type: "application/x-qemu-disk"),
        Sample("TrueType", "0x000100000010010000040000", "cmap", type: "font/sfnt"),
        Sample("OpenType", "OTTO", "0x000A00800003", type: "font/otf", unlessFile: name),
        Sample("WOFF2", "wOF2", "0x00010000", type: "font/woff2"),
    ]

    static let texts: [Sample] = [
        text("plain", "Meet me at nine.\n", "text/plain"),
        text("one letter", "a", "text/plain", unlessFile: "libmagic calls so short a content binary"),
        text("UTF-8", "Zażółć gęślą jaźń\n", "text/plain"),
        Sample("Latin-1", "Gr", "0xFC DF E9 0A", byteCount: 0, type: "text/plain"),
        Sample("UTF-16", "0xFFFE480065006C006C006F000A00", byteCount: 0, type: "text/plain"),
        text("HTML", "<!DOCTYPE html>\n<html><head><title>a</title></head></html>\n", "text/html"),
        text("HTML in capitals", "\n  <HTML>\n<BODY>x</BODY></HTML>\n", "text/html"),
        text("XML", "<?xml version=\"1.0\"?>\n<note>x</note>\n", "text/xml"),
        text(
            "SVG", "<?xml version=\"1.0\"?>\n<!-- drawn -->\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n",
            "image/svg+xml"),
        text(
            "XHTML", "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\">\n<html/>\n", "application/xhtml+xml",
            unlessFile: finer),
        text("JSON object", "{\"a\": [1, 2, {\"b\": null}]}\n", "application/json"),
        text("JSON array", "[ true, \"x\", -1.5e3 ]\n", "application/json"),
        text(
            "not JSON, but settings", "[network]\nname=x\n", "text/plain"),
        text("not JSON, but a set", "{1, 2}\n", "text/plain"),
        text("shell script", "#!/bin/sh\nexit 0\n", "text/x-shellscript"),
        text("Python script", "#!/usr/bin/env python3\nprint(1)\n", "text/x-script.python"),
        text("Perl script", "#!/usr/bin/perl -w\nprint 1;\n", "text/x-perl"),
        text("PHP", "<?php echo 1; ?>\n", "text/x-php"),
        text("mail", "Return-Path: <a@b>\nReceived: from x\n\nhello\n", "message/rfc822"),
        text("visiting card", "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n", "text/vcard"),
        text("calendar", "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "text/calendar"),
        Sample("control characters", "ab", "0x0102", "cd", byteCount: 0, type: "application/octet-stream"),
        Sample(
            "nothing known", "0x8C1202CDDCD82881630D21469A7E98F9", byteCount: 0, type: "application/octet-stream",
            unlessFile: "libmagic takes chance bytes for a program of MS-DOS"),
    ]

    private static func text(
        _ name: String, _ text: String, _ type: String, unlessFile exception: String? = nil
    ) -> Sample {
        Sample(name, text, byteCount: 0, type: type, unlessFile: exception)
    }
}
