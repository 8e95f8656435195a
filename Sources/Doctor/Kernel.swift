internal import Glibc
internal import Processes

/// What confines examiners on this host, and as whom they would run.
struct Kernel: Hashable {
    var hasSeccomp: Bool
    var landlockVersion: Int
    var hasMemoryFiles: Bool
    var isRoot: Bool

    static func look() -> Kernel {
        Kernel(
            hasSeccomp: HostFeatures.hasSeccomp, landlockVersion: HostFeatures.landlockVersion,
            hasMemoryFiles: HostFeatures.hasMemoryFiles, isRoot: geteuid() == 0)
    }

    var diagnoses: [Diagnosis] {
        [
            hasSeccomp
                ? .sound("seccomp", "there")
                : Diagnosis(
                    "seccomp", .wrong, "the kernel has none, or does not say so",
                    remedy: "Run a kernel with CONFIG_SECCOMP_FILTER; examiners refuse to work without it."),
            landlockVersion > 0
                ? .sound("Landlock", "version \(landlockVersion)")
                : Diagnosis(
                    "Landlock", .doubtful, "the kernel has none, or has it switched off; seccomp holds alone",
                    remedy: "Add landlock to the kernel's lsm= list (Debian 12: GRUB_CMDLINE_LINUX, then update-grub)."),
            hasMemoryFiles
                ? .sound("memory files", "there")
                : Diagnosis(
                    "memory files", .wrong, "memfd_create is refused",
                    remedy: "Allow it in the unit's SystemCallFilter= or the container's seccomp profile."),
            isRoot
                ? Diagnosis(
                    "user", .doubtful, "this is root",
                    remedy:
                        "Run Caseload as a user of its own, as its units do: an examiner can read what its user can.")
                : .sound("user", "not root"),
        ]
    }
}
