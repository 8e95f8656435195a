import Findings
import Foundation
import Testing

@testable import CaseStore

@Suite("Listings")
struct QueryTests {
    private static let items: [Item] = {
        var items: [Item] = [
            .sample(0, path: "/Users/anna/Pictures/Holiday 1.JPG", byteCount: 100),
            .sample(1, path: "/Users/anna/Pictures/holiday 2.jpg", byteCount: 200),
            .sample(2, path: "/Windows/system32/a.dll", byteCount: 300),
            .sample(3, path: "/Bücher/Öl_100%.txt", byteCount: 400),
            .sample(4, path: "/back\\slash/[x].txt", byteCount: 500),
        ]
        items[1].isAllocated = false
        items[1].isOverwritten = true
        items[2].modified = Timestamp(seconds: 1000, nanoseconds: 500)
        items[3].modified = Timestamp(seconds: 2000)
        items[4].kind = .link
        items[4].stream = Array("Zone Identifier%".utf8)
        return items
    }()

    private static func digests(_ byte: UInt8) -> Digests {
        Digests(
            md5: [UInt8](repeating: byte, count: 16), sha1: [UInt8](repeating: byte, count: 20),
            sha256: [UInt8](repeating: byte, count: 32))
    }

    private static let findings = ShardFindings(
        volume: 0, items: items, furtherPaths: [FurtherPath(ordinal: 2, path: Array("/hard/link.dll".utf8))],
        contents: [
            Content(ordinal: 0, state: .examined, digests: digests(1), type: "image/jpeg"),
            Content(ordinal: 1, state: .partial, type: "image/png"),
            Content(ordinal: 2, state: .failed),
            Content(ordinal: 3, state: .examined, digests: digests(2), type: "text/plain"),
        ],
        hits: [Hit(ordinal: 0, hashSet: [1], algorithm: .md5, entry: 1, category: "1")])

    /// What a filter is to find, by ordinal.
    private static let filters: [(ItemFilter, [Int64])] = [
        (filter { _ in }, [0, 1, 2, 3, 4]),
        (filter { $0.path = PathPattern("holiday") }, [0, 1]),
        (filter { $0.path = PathPattern("holiday", ignoringCase: false) }, [1]),
        (filter { $0.path = PathPattern("/Users/*/*.jpg") }, [0, 1]),
        (filter { $0.path = PathPattern("*.jpg", ignoringCase: false) }, [1]),
        (filter { $0.path = PathPattern("/Users/*") }, [0, 1]),
        (filter { $0.path = PathPattern("/B?cher/?l_100%.txt") }, [3]),
        (filter { $0.path = PathPattern("Öl_100%") }, [3]),
        (filter { $0.path = PathPattern("l.100") }, []),
        (filter { $0.path = PathPattern("/back?slash/[x].txt") }, [4]),
        (filter { $0.path = PathPattern("back\\slash") }, [4]),
        (filter { $0.path = PathPattern("/hard/*") }, [2]),
        (filter { $0.path = PathPattern("(") }, []),
        (filter { $0.path = PathPattern("zone identifier") }, [4]),
        (filter { $0.path = PathPattern("*.txt:Zone?Identifier%") }, [4]),
        (filter { $0.typePrefixes = ["image/"] }, [0, 1]),
        (filter { $0.typePrefixes = ["text/", "image/j"] }, [0, 3]),
        (filter { $0.typePrefixes = ["image/p%"] }, []),
        (
            filter {
                $0.minimumByteCount = 200; $0.maximumByteCount = 400
            }, [1, 2, 3]
        ),
        (filter { $0.modified.from = Timestamp(seconds: 1000) }, [2, 3]),
        (filter { $0.modified.before = Timestamp(seconds: 2000) }, [2]),
        (filter { $0.isAllocated = false }, [1]),
        (filter { $0.isOverwritten = true }, [1]),
        (filter { $0.kinds = [.link] }, [4]),
        (filter { $0.states = [.failed, .partial] }, [1, 2]),
        (filter { $0.digest = digests(2).sha1 }, [3]),
        (filter { $0.digest = digests(1).sha256 }, [0]),
        (filter { $0.digest = [1, 2, 3] }, []),
        (filter { $0.categories = ["1"] }, [0]),
        (filter { $0.categories = ["2", "1"] }, [0]),
        (filter { $0.categories = ["2"] }, []),
        (filter { $0.hashSets = [[1]] }, [0]),
        (filter { $0.hashSets = [[2]] }, []),
        (filter { $0.isKnown = true }, [0]),
        (filter { $0.isKnown = false }, [1, 2, 3, 4]),
        (filter { $0.volume = 7 }, []),
        (
            filter {
                $0.order = .size; $0.limit = 2
            }, [4, 3]
        ),
        (filter { $0.order = .path }, [3, 0, 1, 2, 4]),
        (
            filter {
                $0.order = .modified; $0.limit = 3
            }, [3, 2, 0]
        ),
    ]

    private static func filter(_ change: (inout ItemFilter) -> Void) -> ItemFilter {
        var filter = ItemFilter(caseReference: "A", exhibit: "1")
        change(&filter)
        return filter
    }

    @Test("have the items that a filter means, in its order")
    func filtersItems() async throws {
        try await Examination.run { exhibit in
            try await exhibit.land(Self.findings)
            for (filter, expected) in Self.filters {
                var found: [Int64] = []
                try await exhibit.store.items(filter) { found += $0.map(\.item.ordinal) }
                #expect(found == expected, "\(filter)")
            }
        }
    }

    @Test(
        "find an item by its identifier, and by each of its paths",
        arguments: ["v0/2", "/Windows/system32/a.dll", "/hard/link.dll"])
    func findsItem(name: String) async throws {
        try await Examination.run { exhibit in
            try await exhibit.land(Self.findings)
            #expect(try await exhibit.store.findItems(name, of: "A").map(\.item.ordinal) == [2])
        }
    }

    @Test("find a stream by its path and name, and take a path alone for the main stream")
    func findsStream() async throws {
        try await Examination.run { exhibit in
            let main = Item.sample(0, path: "/setup.exe")
            var (stream, only) = (Item.sample(1, path: "/setup.exe"), Item.sample(2, path: "/$Secure"))
            (stream.stream, only.stream) = (Array("hidden.jpg".utf8), Array("$SDS".utf8))
            try await exhibit.land(ShardFindings(volume: 0, items: [main, stream, only]))
            for (name, ordinal) in [("/setup.exe", 0), ("/setup.exe:hidden.jpg", 1), ("/$Secure", 2)]
                as [(String, Int64)]
            {
                #expect(try await exhibit.store.findItems(name, of: "A").map(\.item.ordinal) == [ordinal], "\(name)")
            }
        }
    }

    @Test("name streams so that every name can be typed and read back")
    func identifiers() {
        let item = ItemIdentifier(volume: 3, address: "64-128-3", stream: Array("Zone Identifier%\n:ü".utf8))
        #expect(item.description == "v3/64-128-3:Zone%20Identifier%25%0a:%c3%bc")
        #expect(ItemIdentifier(item.description) == item)
        #expect(ItemIdentifier("v0/12") == ItemIdentifier(volume: 0, address: "12"))
        #expect(ItemIdentifier("v0/12:") == ItemIdentifier(volume: 0, address: "12", stream: []))
        for text in ["", "v/1", "v0/", "0/1", "/v0/1", "v0/1:%", "v0/1:%zz", "v99999999999/1"] {
            #expect(ItemIdentifier(text) == nil, "\(text)")
        }
    }

    @Test("come in batches whose memory does not grow with their number")
    func batches() async throws {
        try await Examination.run { exhibit in
            let count = Snapshot.batchLimit * 2 + 1
            let items = (0..<Int64(count)).map { Item.sample($0) }
            try await exhibit.land(ShardFindings(volume: 0, items: items))
            var sizes: [Int] = []
            try await exhibit.store.items(ItemFilter()) { sizes.append($0.count) }
            #expect(sizes == [Snapshot.batchLimit, Snapshot.batchLimit, 1])
        }
    }

    @Test("can be left halfway, and the connection serves others at once")
    func leftHalfway() async throws {
        struct Enough: Error {}
        try await TestServer.withStore(connections: 1) { store in
            _ = try await store.createCase("A")
            let exhibit = try await Examination.begin("1", in: store)
            try await exhibit.land(Self.findings)
            await #expect(throws: Enough.self) { try await store.items(ItemFilter()) { _ in throw Enough() } }
            #expect(try await store.cases().count == 1)
        }
    }

    @Test("say which case or exhibit there is none of")
    func missing() async throws {
        try await Examination.run { exhibit in
            for (caseReference, reference) in [("B", nil), ("A", "2")] {
                let error = await #expect(throws: StoreError.self) {
                    try await exhibit.store.items(ItemFilter(caseReference: caseReference, exhibit: reference)) { _ in }
                }
                #expect(error?.reason == .notFound)
            }
        }
    }

    @Test("count an exhibit's findings")
    func summary() async throws {
        try await Examination.run { exhibit in
            try await exhibit.land(Self.findings)
            let summary = try await exhibit.store.summary(of: exhibit.id)
            #expect(summary.items == 5 && summary.deletedItems == 1)
            #expect(summary.examined == 2 && summary.partial == 1 && summary.failed == 1)
            #expect(summary.examinedByteCount == 500)
            #expect(summary.hits == [ExhibitSummary.CategoryCount(category: "1", items: 1, hits: 1)])
            let progress = try await exhibit.store.progress(of: exhibit.id)
            #expect(progress.items == 5 && progress.contents == 4 && progress.hits == 1 && progress.hasEnded)
        }
    }
}
