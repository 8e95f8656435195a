extension ForeignFormat {
    /// Every one that is known. Sources: J. Metz's descriptions of EWF, EWF 2 and of Apple's sparse images, the AFF4 Standard
    /// 1.0, QEMU's and wimlib's documentation, Android's `sparse_format.h`, ECMA-130 for sectors of a CD, and what the
    /// programs themselves write.
    static let all: [ForeignFormat] = evidence + machines + backups

    /// What programs for examinations write.
    private static let evidence = [
        ForeignFormat(
            "an Ex01 image (EWF version 2)", "Acquire it again as E01 with EnCase, or convert it to raw or E01",
            .bytes(Array("EVF2\r\n".utf8) + [0x81, 0], at: 0)),
        ForeignFormat(
            "an Lx01 logical evidence file (EWF version 2)", restoring,
            .bytes(Array("LEF2\r\n".utf8) + [0x81, 0], at: 0)),
        ForeignFormat(
            "an L01 logical evidence file", restoring, .bytes(Array("LVF\t\r\n".utf8) + [0xff, 0], at: 0)),
        ForeignFormat("an AD1 logical image of FTK Imager", restoring, .text("ADSEGMENTEDFILE", at: 0)),
        ForeignFormat("an AD1 logical image of FTK Imager", restoring, .text("ADLOGICALIMAGE", at: 0)),
        ForeignFormat(
            "an image that AD Encryption has encrypted", "Decrypt it with FTK Imager and its password or certificate",
            isEncrypted: true, .text("ADCRYPT", at: 0)),
        ForeignFormat("an AFF4 container", aff4, zip, .text("container.description", at: 30)),
        ForeignFormat("an AFF4 container", aff4, zip, .inTail("aff4://")),
        ForeignFormat("an AFF4 container", aff4, zip, .inTail("information.turtle")),
    ]

    /// The disks of virtual machines, and images of the makers of devices.
    private static let machines = [
        ForeignFormat("a Parallels disk", qemu("parallels"), .text("WithoutFreeSpace", at: 0)),
        ForeignFormat("a Parallels disk", qemu("parallels"), .text("WithouFreSpacExt", at: 0)),
        ForeignFormat(
            "the description of a Parallels disk", "Convert its .hds files with qemu-img convert -f parallels -O raw",
            .text("<?xml", at: 0), .inHead("<Parallels_disk_image")),
        ForeignFormat("a QED image of QEMU", qemu("qed"), .text("QED\0", at: 0), .bytes([1, 0, 0, 0], at: 12)),
        ForeignFormat("a disk image of Bochs", qemu("bochs"), .text("Bochs Virtual HD Image", at: 0)),
        ForeignFormat("a compressed loop image (cloop)", qemu("cloop"), .text("#!/bin/sh\n#V2.0 Format\n", at: 0)),
        ForeignFormat(
            "an extent of VMware in its SE sparse form",
            "Name the VMDK that describes it, converted with vmkfstools -i",
            .bytes([0xbe, 0xba, 0xfe, 0xca, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0], at: 0)),
        ForeignFormat(
            "a sparse disk image of macOS", "Convert it with hdiutil convert -format UDTO",
            .bytes(Array("sprs".utf8) + [0, 0, 0, 3], at: 0)),
        ForeignFormat(
            "a sparse image of Android", "Convert it to raw with simg2img",
            .bytes([0x3a, 0xff, 0x26, 0xed, 1, 0, 0, 0, 0x1c, 0, 0x0c, 0], at: 0)),
        ForeignFormat(
            "a CD in raw sectors of 2,352 bytes (BIN, MDF)", "Convert its data track to ISO with bchunk",
            .bytes(sync, at: 0), .bytes(sync, at: 2352)),
        ForeignFormat(
            "a compressed image of MAME (CHD)", "Convert it with chdman extractraw", .text("MComprHD", at: 0)),
    ]

    /// Backups of volumes, and of files.
    private static let backups = [
        ForeignFormat("a Windows image (WIM)", wim, .text("MSWIM\0\0\0", at: 0)),
        ForeignFormat("a Windows image (WIM, pipable)", wim, .text("WLPWM\0\0\0", at: 0)),
        ForeignFormat(
            "an image of ntfsclone", "Restore it with ntfsclone --restore-image -O",
            .bytes([0] + Array("ntfsclone-image".utf8), at: 0)),
        ForeignFormat(
            "an image of Partclone", "Restore it with partclone.restore -O", .text("partclone-image", at: 0)),
        ForeignFormat("an image of Partimage", "Restore it with partimage restore", .text("PaRtImAgE-VoLuMe", at: 0)),
    ]

    private static let restoring = "Restore its files to an empty volume, and examine an image of that as raw or E01"
    private static let aff4 = "Export the device from it as raw, with aff4imager or the program that acquired it"
    private static let wim = "Apply it to an empty volume with wimlib-imagex, and examine an image of that"
    private static let zip = Mark.text("PK\u{3}\u{4}", at: 0)
    private static let sync: [UInt8] = [0] + Array(repeating: 0xff, count: 10) + [0]

    private static func qemu(_ format: String) -> String { "Convert it with qemu-img convert -f \(format) -O raw" }
}
