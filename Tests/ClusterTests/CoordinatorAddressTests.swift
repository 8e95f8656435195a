import Authority
import Testing

@testable import Cluster

@Suite("A coordinator's address")
struct CoordinatorAddressTests {
    @Test(
        "is a host with a port or without, IPv6 in brackets where there is one",
        arguments: [
            ("c1.lab.example", "c1.lab.example:7443"), ("c1:9000", "c1:9000"), ("10.0.0.7", "10.0.0.7:7443"),
            ("10.0.0.7:9000", "10.0.0.7:9000"), ("fe80::1", "[fe80::1]:7443"), ("[fe80::1]", "[fe80::1]:7443"),
            ("[fe80::1]:9000", "[fe80::1]:9000"),
        ])
    func isHostAndPort(text: String, full: String) {
        #expect(CoordinatorAddress(network: text)?.description == full)
        #expect(CoordinatorAddress(network: full) == CoordinatorAddress(network: text))
    }

    @Test(
        "is refused where it is none",
        arguments: ["", ":7443", "c1:", "c1:0", "c1:65536", "c1:x", "[c1", "[fe80::1]x", "a b", "https://c1", "c1:1:2"])
    func isRefused(text: String) { #expect(CoordinatorAddress(network: text) == nil) }
}
