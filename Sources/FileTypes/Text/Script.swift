/// Scripts, by the interpreter that their first line names.
enum Script {
    private static let interpreters: [(name: String, type: String)] = [
        ("python", "text/x-script.python"), ("perl", "text/x-perl"), ("ruby", "text/x-ruby"),
        ("node", "text/javascript"),
        ("php", "text/x-php"), ("tclsh", "text/x-tcl"), ("wish", "text/x-tcl"), ("lua", "text/x-lua"),
        ("awk", "text/x-awk"), ("gawk", "text/x-gawk"), ("nawk", "text/x-nawk"), ("mawk", "text/x-awk"),
    ]
    private static let shells: Set<String> = ["sh", "bash", "dash", "zsh", "ksh", "csh", "tcsh", "fish", "ash"]

    static func type(of sample: Span<UInt8>) -> String? {
        guard sample.has("#!", at: 0) else { return nil }
        var end = 2
        while let byte = sample.byte(at: end), byte != 0x0a, byte != 0x0d, end < 256 { end += 1 }
        guard let line = sample.text(at: 2, byteCount: end - 2) else { return nil }
        let words = line.split(separator: " ").map { $0.split(separator: "/").last.map(String.init) ?? "" }
        // `env` names the interpreter behind its options.
        guard let name = words.first(where: { $0 != "env" && !$0.hasPrefix("-") }) else { return nil }
        if shells.contains(name) { return "text/x-shellscript" }
        return interpreters.first { name.hasPrefix($0.name) }?.type
    }
}
