import Testing

@testable import Cluster

@Suite("Where a host looks for evidence")
struct EvidenceRootsTests {
    private func candidates(_ folder: String, in words: String...) -> [String]? {
        EvidenceRoots(words)?.candidates(for: folder)
    }

    @Test("is the registered folder where that lies in a root")
    func isTheFolderItself() {
        #expect(candidates("/mnt/e/2041", in: "/mnt/e/") == ["/mnt/e/2041"])
        #expect(EvidenceRoots.everywhere.candidates(for: "/mnt/e/2041") == ["/mnt/e/2041"])
    }

    @Test("is whatever lies in a root under the end of the registered path, the longest first")
    func isTheEnd() {
        #expect(
            candidates("/srv/e/2041", in: "/mnt") == ["/mnt/srv/e/2041", "/mnt/e/2041", "/mnt/2041", "/mnt"])
        #expect(candidates("/mntx/1", in: "/mnt") == ["/mnt/mntx/1", "/mnt/1", "/mnt"])
    }

    @Test("is where a mapping leads, and nowhere for what it does not name")
    func isMapped() {
        #expect(candidates("/srv/e/2041", in: "/srv/e=/mnt/x/") == ["/mnt/x/2041"])
        #expect(candidates("/srv/e", in: "/srv/e=/mnt/x") == ["/mnt/x"])
        #expect(candidates("/srv/evil", in: "/srv/e=/mnt/x") == [])
    }

    @Test("never leads upward, and starts at the root", arguments: ["e", "a=/b", "/a=b", ""])
    func startsAtTheRoot(word: String) {
        #expect(EvidenceRoots([word]) == nil)
        #expect(candidates("/srv/../etc", in: "/mnt") == [])
    }
}
