/// Programs, and what is linked into them.
enum Executable {
    /// MZ: a program of MS-DOS, or one of Windows behind a stub.
    static func windows(_ bytes: Span<UInt8>) -> String? {
        guard bytes.count >= 64 else { return nil }
        let header = bytes.number(4, at: 60, .little) ?? 0
        return bytes.has("PE\0\0", at: header)
            ? "application/vnd.microsoft.portable-executable" : "application/x-dosexec"
    }

    /// ELF, by the kind that its header states; a shared object with an interpreter is a program.
    static func elf(_ bytes: Span<UInt8>) -> String? {
        let order: Span<UInt8>.Order = bytes.byte(at: 5) == 2 ? .big : .little
        switch bytes.number(2, at: 16, order) {
        case 1: return "application/x-object"
        case 2: return "application/x-executable"
        case 3: return hasInterpreter(bytes, order) ? "application/x-pie-executable" : "application/x-sharedlib"
        case 4: return "application/x-coredump"
        default: return "application/octet-stream"
        }
    }

    private static func hasInterpreter(_ bytes: Span<UInt8>, _ order: Span<UInt8>.Order) -> Bool {
        let isWide = bytes.byte(at: 4) == 2
        guard let table = bytes.number(4, at: isWide ? (order == .little ? 32 : 36) : 28, order),
            let size = bytes.number(2, at: isWide ? 54 : 42, order),
            let count = bytes.number(2, at: isWide ? 56 : 44, order)
        else { return false }
        let interpreter = 3
        return (0..<min(count, 64)).contains { bytes.number(4, at: table + $0 * size, order) == interpreter }
    }

    /// CA FE BA BE: a Java class has a version of 45 or more where a universal Mach-O file counts its few architectures.
    static func classOrUniversal(_ bytes: Span<UInt8>) -> String? {
        guard let number = bytes.number(4, at: 4, .big) else { return nil }
        return number & 0xffff >= 43 ? "application/java-vm" : "application/x-mach-binary"
    }
}
