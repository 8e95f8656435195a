/// Numbers as people read them. Records for machines never pass through here.
public enum Human {
    /// A size in powers of ten, as disks are sold: `1.4 GB`, `999 bytes`.
    public static func bytes(_ count: Int64) -> String {
        let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
        guard count.magnitude >= 1_000 else { return count == 1 ? "1 byte" : "\(count) bytes" }
        var (amount, unit) = (Double(count.magnitude) / 1_000, 0)
        while amount >= 999.5, unit < units.count - 1 { (amount, unit) = (amount / 1_000, unit + 1) }
        return (count < 0 ? "-" : "") + "\(threeDigits(amount)) \(units[unit])"
    }

    /// A number with its thousands apart, whatever the locale: `1,234,567`.
    public static func count(_ number: Int64) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + text
    }

    /// Seconds as the two largest units that matter: `0.35 s`, `12 s`, `4 min 03 s`, `1 h 02 min`, `3 d 04 h`.
    public static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
        if seconds < 9.95 { return fixed(seconds, digits: seconds < 0.995 ? 2 : 1) + " s" }
        let whole = Int64(seconds.rounded())
        switch whole {
        case ..<60: return "\(whole) s"
        case ..<3_600: return "\(whole / 60) min \(two(whole % 60)) s"
        case ..<86_400: return "\(whole / 3_600) h \(two(whole / 60 % 60)) min"
        default: return "\(whole / 86_400) d \(two(whole / 3_600 % 24)) h"
        }
    }

    /// A part of a whole as per cent. What is not all never reads as 100 %, what is not nothing never as 0 %.
    public static func percent(_ share: Double) -> String {
        guard share.isFinite else { return "–" }
        if share > 0, share < 0.0005 { return "<0.1 %" }
        if share < 1, share >= 0.9995 { return ">99.9 %" }
        return fixed(share * 100, digits: 1) + " %"
    }

    /// Text of unknown origin, such as a file's name, with whatever could deceive a reader or a terminal made visible.
    public static func visible(_ text: String) -> String { VisibleText(text).text }

    /// A number that may have a fraction, of which few digits matter: `0.5`, `12`, `1.7`, `1,204`.
    public static func number(_ number: Double) -> String {
        guard number.isFinite, number.magnitude < 1e15 else { return "–" }
        let isWhole = number.magnitude >= 9.95 || number == number.rounded()
        return isWhole ? count(Int64(number.rounded())) : fixed(number, digits: 1)
    }

    /// A line in which everything is visible, cut where the terminal ends.
    public static func fitted(_ line: String, to terminal: Terminal) -> String {
        guard let columnCount = terminal.columnCount else { return line }
        return VisibleText(line).fitted(to: max(1, columnCount - 1), shortening: .end).text
    }

    /// Bytes a second: `412 MB/s`.
    public static func rate(bytesPerSecond: Double) -> String {
        guard bytesPerSecond.isFinite, bytesPerSecond >= 0, bytesPerSecond < 1e18 else { return "–" }
        return bytes(Int64(bytesPerSecond.rounded())) + "/s"
    }

    /// At most three digits, so that a column of them is narrow: `1.4`, `14`, `140`.
    private static func threeDigits(_ amount: Double) -> String {
        amount < 9.95 ? fixed(amount, digits: 1) : "\(Int64(amount.rounded()))"
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// A decimal number with a point in every locale.
    static func fixed(_ number: Double, digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
        let scaled = (number * scale).rounded()
        guard digits > 0, scaled.magnitude < 9e15 else { return "\(Int64(exactly: scaled) ?? 0)" }
        let magnitude = Int64(scaled.magnitude)
        let fraction = String(magnitude % Int64(scale))
        let zeros = String(repeating: "0", count: digits - fraction.utf8.count)
        return (scaled < 0 ? "-" : "") + "\(magnitude / Int64(scale)).\(zeros)\(fraction)"
    }
}
