import Foundation
import Glibc
import Subprocess
import SystemPackage
import Testing

/// Hosts with a network of their own: network namespaces, joined by a bridge in another. It needs root.
final class Hosts: Sendable {
    /// What befalls the network of one host.
    enum Trouble: String, CaseIterable, Sendable {
        /// Nothing comes in or goes out.
        case cut
        /// Nothing comes in: it is heard, and does not hear.
        case deaf
        /// Nothing goes out.
        case mute
        /// One packet in ten is lost, each way.
        case lossy

        /// Rules of nftables, for what comes in and what goes out.
        fileprivate var rules: [(hook: String, verdict: String)] {
            switch self {
            case .cut: [("input", "drop"), ("output", "drop")]
            case .deaf: [("input", "drop")]
            case .mute: [("output", "drop")]
            case .lossy: ["input", "output"].map { ($0, "numgen random mod 10 < 1 drop") }
            }
        }
    }

    /// Whether there can be any on this machine.
    static var arePossible: Bool {
        geteuid() == 0 && FileManager.default.isExecutableFile(atPath: ip)
            && FileManager.default.isExecutableFile(atPath: "/usr/sbin/nft")
    }

    private static let ip = "/usr/sbin/ip"
    private let prefix: String
    private let count: Int

    init(_ count: Int) async throws {
        prefix = "caseload\(UInt16.random(in: 0...UInt16.max))-"
        self.count = count
        try await Self.run(["netns", "add", bridge])
        try await inside(bridge, ["link", "add", "name", "switch", "type", "bridge"], ["link", "set", "switch", "up"])
        for host in 0..<count { try await add(host) }
    }

    private var bridge: String { prefix + "net" }
    private func name(_ host: Int) -> String { "\(prefix)\(host)" }
    func address(of host: Int) -> String { "10.77.0.\(host + 1)" }

    /// What, put before a program and its arguments, runs it on a host. Like a bare one, that knows no public authorities.
    func command(on host: Int) -> [String] {
        [Self.ip, "netns", "exec", name(host), "sh", "-c", "mount -t tmpfs none /etc/ssl && exec \"$@\"", "sh"]
    }

    private func add(_ host: Int) async throws {
        let name = name(host)
        try await Self.run(["netns", "add", name])
        try await inside(name, ["link", "add", "eth", "type", "veth", "peer", "name", "p\(host)", "netns", bridge])
        try await inside(bridge, ["link", "set", "p\(host)", "master", "switch"], ["link", "set", "p\(host)", "up"])
        try await inside(
            name, ["address", "add", "\(address(of: host))/24", "dev", "eth"], ["link", "set", "eth", "up"],
            ["link", "set", "lo", "up"])
    }

    /// Lets something befall a host's network, in place of what befell it before; nil mends it.
    func strike(_ host: Int, with trouble: Trouble?) async throws {
        var script = "flush ruleset; add table inet trouble;"
        for (hook, verdict) in trouble?.rules ?? [] {
            script += """
                add chain inet trouble \(hook) { type filter hook \(hook) priority 0; };
                add rule inet trouble \(hook) \(hook == "input" ? "iifname" : "oifname") "eth" \(verdict);
                """
        }
        try await Self.run(["netns", "exec", name(host), "/usr/sbin/nft", script])
    }

    func remove() async throws {
        for name in (0..<count).map(name) + [bridge] { try await Self.run(["netns", "delete", name]) }
    }

    private func inside(_ namespace: String, _ commands: [String]...) async throws {
        for command in commands { try await Self.run(["-n", namespace] + command) }
    }

    private static func run(_ arguments: [String]) async throws {
        let result = try await Subprocess.run(
            .path(FilePath(ip)), arguments: Arguments(arguments), output: .discarded, error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw Refused(arguments: arguments, words: result.standardError)
        }
    }

    struct Refused: Error {
        let arguments: [String]
        let words: String
    }
}
