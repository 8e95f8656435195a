/// What an index says of its set in words.
struct IndexDescription: Hashable {
    var name: String
    var version: String
    var format: HashSetFormat
    var category: String?

    var texts: [String] { [name, version, format.rawValue] + (category.map { [$0] } ?? []) }

    init(name: String, version: String, format: HashSetFormat, category: String?) {
        (self.name, self.version, self.format, self.category) = (name, version, format, category)
    }

    /// - Returns: nil unless the texts describe a set.
    init?(_ texts: [String]) {
        guard (3...4).contains(texts.count), let format = HashSetFormat(rawValue: texts[2]) else { return nil }
        self.init(name: texts[0], version: texts[1], format: format, category: texts.count == 4 ? texts[3] : nil)
    }
}
