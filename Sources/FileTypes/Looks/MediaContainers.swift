/// Matroska and WebM: the document type of the EBML header (RFC 8794).
enum Matroska {
    private static let documentType: Pattern = "42 82"

    static func type(of bytes: Span<UInt8>) -> String? {
        for offset in 4..<max(4, min(bytes.count, 128)) where documentType.matches(bytes, at: offset) {
            if bytes.has("webm", at: offset + 3) { return "video/webm" }
            if bytes.has("matroska", at: offset + 3) { return "video/x-matroska" }
        }
        return "application/x-ebml"
    }
}

/// Advanced Systems Format: video if one of its streams is.
enum WindowsMedia {
    /// The GUIDs of stream types, as they lie in the file.
    private static let video: Pattern = "C0 EF 19 BC 4D 5B CF 11 A8 FD 00 80 5F 5C 44 2B"
    private static let audio: Pattern = "40 9E 69 F8 4D 5B CF 11 A8 FD 00 80 5F 5C 44 2B"

    static func type(of bytes: Span<UInt8>) -> String? {
        var hasAudio = false
        for offset in 30..<max(30, min(bytes.count, 8192)) {
            if video.matches(bytes, at: offset) { return "video/x-ms-wmv" }
            hasAudio = hasAudio || audio.matches(bytes, at: offset)
        }
        return hasAudio ? "audio/x-ms-wma" : "video/x-ms-asf"
    }
}

/// Ogg: video if its first page's stream is.
enum Ogg {
    static func type(of bytes: Span<UInt8>) -> String? {
        guard let segmentCount = bytes.byte(at: 26) else { return "application/ogg" }
        let stream = 27 + Int(segmentCount)
        if bytes.has("theora", at: stream + 1) || bytes.has("BBCD", at: stream) || bytes.has("video", at: stream + 1) {
            return "video/ogg"
        }
        let isAudio =
            bytes.has("vorbis", at: stream + 1) || bytes.has("OpusHead", at: stream)
            || bytes.has("FLAC", at: stream + 1)
            || bytes.has("Speex", at: stream)
        return isAudio ? "audio/ogg" : "application/ogg"
    }
}

/// Flash: a version and a length must follow.
enum Flash {
    static func type(of bytes: Span<UInt8>) -> String? {
        guard let version = bytes.byte(at: 3), (1...60).contains(version),
            let byteCount = bytes.number(4, at: 4, .little), byteCount >= 21
        else { return nil }
        return "application/x-shockwave-flash"
    }
}
