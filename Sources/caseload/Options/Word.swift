import ArgumentParser

/// What options take that stay texts.
enum Word {
    /// A word that is there. An empty one comes of a variable that a script has not set, and would mean something else
    /// than its user does: every case, the current folder, no category.
    static func notEmpty(_ text: String) throws -> String {
        guard text.contains(where: { !$0.isWhitespace }) else { throw ValidationError("It must not be empty.") }
        return text
    }
}
