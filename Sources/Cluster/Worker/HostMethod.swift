internal import Foundation
internal import Processes

/// What a worker knows of the program and the host by which its examiners examine. They are confined, and cannot look.
enum HostMethod {
    static let ofThisProcess: [String: String] = {
        var method = [
            "build": ThisProgram.build, "kernel": SmallFile.contents(at: "/proc/sys/kernel/osrelease"),
            "operating system": ProcessInfo.processInfo.operatingSystemVersionString,
        ]
        #if arch(x86_64)
            method["architecture"] = "x86_64"
        #elseif arch(arm64)
            method["architecture"] = "arm64"
        #endif
        return method.compactMapValues { $0?.trimmingCharacters(in: .whitespacesAndNewlines) }
    }()
}
