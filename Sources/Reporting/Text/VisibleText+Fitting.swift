extension VisibleText {
    /// The text in at most `limit` columns; what is left out stands as `…`.
    func fitted(to limit: Int, shortening: Column.Shortening) -> VisibleText {
        guard columnCount > limit, limit > 0 else { return self }
        switch shortening {
        case .never, .below: return self
        case .end: return joined(head: limit - 1, tail: 0)
        case .middle: return joined(head: (limit - 1) / 3, tail: (limit - 1) - (limit - 1) / 3)
        }
    }

    /// The text in lines of at most `limit` columns, broken at spaces; a word that is longer stays whole, so that it can
    /// be copied.
    func wrapped(to limit: Int) -> [VisibleText] {
        guard columnCount > limit else { return [self] }
        var lines: [VisibleText] = []
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let word = VisibleText(visible: String(word), columnCount: word.reduce(0) { $0 + $1.columnCount })
            if let last = lines.last, last.columnCount + 1 + word.columnCount <= limit {
                lines[lines.count - 1] = VisibleText(
                    visible: "\(last.text) \(word.text)", columnCount: last.columnCount + 1 + word.columnCount)
            } else {
                lines.append(word)
            }
        }
        return lines
    }

    /// The text with spaces up to `width` columns.
    func padded(to width: Int, alignment: Column.Alignment) -> String {
        let spaces = String(repeating: " ", count: max(0, width - columnCount))
        return alignment == .left ? text + spaces : spaces + text
    }

    private func joined(head: Int, tail: Int) -> VisibleText {
        let front = Self.taking(head, from: text)
        let back = Self.taking(tail, from: text.reversed())
        return VisibleText(pieces: front + ["…"] + back.reversed())
    }

    /// As many whole characters from the front as fit into `columns`.
    private static func taking(_ columns: Int, from characters: some Sequence<Character>) -> [Character] {
        var room = columns
        return Array(
            characters.prefix { character in
                room -= character.columnCount
                return room >= 0
            })
    }

    private init(pieces: [Character]) {
        self.init(visible: String(pieces), columnCount: pieces.reduce(0) { $0 + $1.columnCount })
    }
}
