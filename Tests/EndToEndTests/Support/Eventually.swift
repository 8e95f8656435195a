/// Looks again and again until there is what is looked for. How long that may take is for the test's time limit to say.
func eventually<Value>(_ look: () async throws -> Value?) async throws -> Value {
    while true {
        if let value = try await look() { return value }
        // Long enough to leave the processors to what is being watched.
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// Looks again and again until it is so.
func eventually(_ isSo: () async throws -> Bool) async throws {
    _ = try await eventually { try await isSo() ? true : nil }
}
