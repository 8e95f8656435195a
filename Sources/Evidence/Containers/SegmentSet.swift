/// The files that one image was cut into, found by the customs of the tools that cut images and by their presence in
/// the folder; nothing is opened.
///
///     image.E01 … image.E99 image.EAA … image.EZZ image.FAA … image.ZZZ    EWF; .e01, .s01, .L01 likewise
///     image.001 image.002 … image.999 image.1000                           raw; also from .000, also wider or narrower
///     image.aa image.ab … image.zz, imageaa imageab …                      raw, as split(1) names them
struct SegmentSet: Equatable {
    /// Those present, in order.
    let names: [String]
    /// The names of those that must have been between them, or, where numbers tell, in front of them.
    let missing: [String]
    /// What the segment after the last one would be called; nil when the names follow no custom.
    let next: String?

    /// A tool cuts an image into consecutive parts. Where so many in a row are absent, the rest is something else.
    static let gapLimit = 64

    /// - Parameter name: any member of the set; the set is the same whichever it is.
    init(of name: String, in folder: ExhibitFolder) {
        for series in SegmentSeries.candidates(for: name) {
            let set = Self(series, in: folder)
            if set.names.contains(name) {
                self = set
                return
            }
        }
        (names, missing, next) = ([name], [], nil)
    }

    private init(_ series: SegmentSeries, in folder: ExhibitFolder) {
        var (names, missing, gap) = ([String](), [String](), [String]())
        var number = series.firstNumber
        // A series in letters is only one where its first member is there: `dd` is no part of anything by itself.
        let needsFirst = series.needsFirst
        while gap.count < Self.gapLimit, let name = series.name(number) {
            if folder.contains(name) {
                if !names.isEmpty {
                    missing += gap
                } else if number > series.lastBeginning ?? .max {
                    // Most sets begin at 1: whether there was one of number 0, nobody can say.
                    missing += gap.dropFirst(1 - series.firstNumber)
                }
                gap = []
                names.append(name)
            } else {
                if names.isEmpty && needsFirst { break }
                gap.append(name)
            }
            number += 1
        }
        (self.names, self.missing, next) = (names, missing, names.isEmpty ? nil : gap.first)
    }
}
