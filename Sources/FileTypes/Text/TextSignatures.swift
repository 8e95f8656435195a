/// Texts that begin in their own way.
enum TextSignatures {
    private static let all: [Signature] = [
        Signature("'BEGIN:VCARD'", "text/vcard"),
        Signature("'BEGIN:VCALENDAR'", "text/calendar"),
        Signature("'-----BEGIN PGP MESSAGE'", "application/pgp-encrypted"),
        Signature("'-----BEGIN PGP SIGNATURE'", "application/pgp-signature"),
        Signature("'-----BEGIN PGP PUBLIC KEY'", "application/pgp-keys"),
        Signature("'-----BEGIN PGP PRIVATE KEY'", "application/pgp-keys"),
        Signature("'-----BEGIN '", "application/x-pem-file"),
        Signature("'From '", Mail.box),
        Signature("'Return-Path:'", "message/rfc822"),
        Signature("'Received:'", "message/rfc822"),
        Signature("'Delivered-To:'", "message/rfc822"),
        Signature("'Message-ID:'", "message/rfc822"),
        Signature("'MIME-Version:'", "message/rfc822"),
        Signature("'#EXTM3U'", "application/vnd.apple.mpegurl"),
        Signature("'Windows Registry Editor Version 5.00'", "text/x-ms-regedit"),
        Signature("'REGEDIT4'", "text/x-ms-regedit"),
        Signature("'WEBVTT'", "text/vtt"),
        Signature("'// <!-- <mdb:mork:z'", "application/x-mork"),
        Signature("'%YAML'", "application/yaml"),
    ]

    static func type(of sample: Span<UInt8>) -> String? {
        for signature in all {
            if let type = signature.type(of: sample) { return type }
        }
        return nil
    }
}

/// A folder of mails in one file (RFC 4155): the line that divides them ends in a weekday, a time and a year.
private enum Mail {
    private static let weekdays: Set<Substring> = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    static func box(_ sample: Span<UInt8>) -> String? {
        var end = 5
        while let byte = sample.byte(at: end), byte != 0x0a, end < 256 { end += 1 }
        guard let line = sample.text(at: 5, byteCount: end - 5) else { return nil }
        let words = line.split(separator: " ")
        let hasTime = words.contains { $0.split(separator: ":").count == 3 }
        return hasTime && words.contains(where: weekdays.contains) ? "application/mbox" : nil
    }
}
