/// What partition tables call the types of their partitions.
enum PartitionType {
    /// The name of a type byte of an MBR (A. Brouwer, "Partition types"), with its number.
    static func name(ofMBR type: UInt8) -> String {
        let digits = String(type, radix: 16)
        let number = "0x" + (digits.count < 2 ? "0" : "") + digits
        return mbr[type].map { "\($0) (\(number))" } ?? "type \(number)"
    }

    static func obstacle(ofMBR type: UInt8) -> Obstacle? {
        type == 0x42 ? .managed("a Windows dynamic disk (LDM)") : nil
    }

    /// The name of a type GUID of a GPT.
    static func name(ofGPT type: String) -> String { gpt[type] ?? "type \(type)" }

    static func obstacle(ofGPT type: String) -> Obstacle? {
        switch type {
        case "5808C8AA-7E8F-42E0-85D2-E1E90434CFB3", "AF9B60A0-1431-4F62-BC68-3311714A69AD":
            .managed("a Windows dynamic disk (LDM)")
        case "E75CAF8F-F680-4CEE-AFA3-B001E56EFC2D": .managed("Windows Storage Spaces")
        default: nil
        }
    }

    /// Whether partitions of this type of a GPT hold no file system: Microsoft's reserve, a BIOS boot loader.
    static func isBare(gpt type: String) -> Bool {
        ["E3C9E316-0B5C-4DB8-817D-F92DF00215AE", "21686148-6449-6E6F-744E-656564454649"].contains(type)
    }

    private static let mbr: [UInt8: String] = [
        0x01: "FAT12", 0x04: "FAT16 below 32 MiB", 0x06: "FAT16", 0x07: "NTFS / exFAT", 0x0B: "FAT32",
        0x0C: "FAT32 LBA", 0x0E: "FAT16 LBA", 0x11: "FAT12 hidden", 0x12: "vendor's diagnostics",
        0x14: "FAT16 below 32 MiB hidden", 0x16: "FAT16 hidden", 0x17: "NTFS hidden", 0x1B: "FAT32 hidden",
        0x1C: "FAT32 LBA hidden", 0x1E: "FAT16 LBA hidden", 0x27: "Windows recovery", 0x42: "Windows dynamic disk",
        0x82: "Linux swap / Solaris", 0x83: "Linux", 0x84: "hibernation", 0x8E: "Linux LVM", 0xA0: "hibernation",
        0xA5: "FreeBSD", 0xA6: "OpenBSD", 0xA8: "Apple UFS", 0xA9: "NetBSD", 0xAB: "Apple boot", 0xAF: "HFS+",
        0xBE: "Solaris boot", 0xBF: "Solaris", 0xEB: "BeOS", 0xEE: "GPT protective", 0xEF: "EFI system",
        0xFB: "VMFS", 0xFD: "Linux RAID",
    ]

    private static let gpt: [String: String] = [
        "C12A7328-F81F-11D2-BA4B-00A0C93EC93B": "EFI system",
        "21686148-6449-6E6F-744E-656564454649": "BIOS boot",
        "E3C9E316-0B5C-4DB8-817D-F92DF00215AE": "Microsoft reserved",
        "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7": "Basic data",
        "5808C8AA-7E8F-42E0-85D2-E1E90434CFB3": "LDM metadata",
        "AF9B60A0-1431-4F62-BC68-3311714A69AD": "LDM data",
        "DE94BBA4-06D1-4D40-A16A-BFD50179D6AC": "Windows recovery",
        "E75CAF8F-F680-4CEE-AFA3-B001E56EFC2D": "Storage Spaces",
        "0FC63DAF-8483-4772-8E79-3D69D8477DE4": "Linux",
        "A19D880F-05FC-4D3B-A006-743F0F84911E": "Linux RAID",
        "0657FD6D-A4AB-43C4-84E5-0933C84B4F4F": "Linux swap",
        "E6D6D379-F507-44C2-A23C-238F2A3DF928": "Linux LVM",
        "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709": "Linux root (x86-64)",
        "933AC7E1-2EB4-4F13-B844-0E14E2AEF915": "Linux home",
        "BC13C2FF-59E6-4262-A352-B275FD6F7172": "Linux boot",
        "CA7D7CCB-63ED-4C53-861C-1742536059CC": "Linux LUKS",
        "48465300-0000-11AA-AA11-00306543ECAC": "HFS+",
        "7C3457EF-0000-11AA-AA11-00306543ECAC": "APFS",
        "55465300-0000-11AA-AA11-00306543ECAC": "Apple UFS",
        "52414944-0000-11AA-AA11-00306543ECAC": "Apple RAID",
        "426F6F74-0000-11AA-AA11-00306543ECAC": "Apple boot",
        "53746F72-6167-11AA-AA11-00306543ECAC": "Core Storage",
        "516E7CB4-6ECF-11D6-8FF8-00022D09712B": "FreeBSD",
        "516E7CB5-6ECF-11D6-8FF8-00022D09712B": "FreeBSD swap",
        "516E7CB6-6ECF-11D6-8FF8-00022D09712B": "FreeBSD UFS",
        "516E7CBA-6ECF-11D6-8FF8-00022D09712B": "FreeBSD ZFS",
    ]
}
