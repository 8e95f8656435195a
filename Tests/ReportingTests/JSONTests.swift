import Findings
import Foundation
import TestSupport
import Testing

@testable import Reporting

@Suite("JSON and JSON Lines")
struct JSONTests {
    @Test("a record is one object, its fields in their order, null where there is no value")
    func objects() {
        let text = OutputFormat.jsonl.text(of: [Sample(paths: ["/a", "/b"]), .empty])
        #expect(
            text == """
                {"case":"2041","allocated":true,"size":1404234111,"digest":"00abff","modified":"2024-02-29T12:00:00.5Z",\
                "path":"/DCIM/a.jpg","path_bytes":null,"paths":["/a","/b"]}
                {"case":null,"allocated":false,"size":null,"digest":null,"modified":null,"path":"","path_bytes":null,\
                "paths":[]}

                """)
    }

    @Test(
        "rates are whole bytes, other numbers have three digits behind their point, and what is no number is null",
        arguments: [
            (FieldValue.rate(950_422.4), "950422"), (.number(2.5), "2.500"), (.number(3_000), "3000.000"),
            (.rate(.infinity), "null"), (.number(.nan), "null"),
        ])
    func numbers(value: FieldValue, text: String) {
        var json: [UInt8] = []
        JSONText.append(value, to: &json)
        #expect(String(decoding: json, as: UTF8.self) == text)
        var cell: [UInt8] = []
        CSVText.append(value, to: &cell)
        #expect(cell == json)
    }

    @Test("a listing is one array, and so is an empty one")
    func arrays() throws {
        #expect(OutputFormat.json.text(of: [Sample]()) == "[]\n")
        let text = OutputFormat.json.text(of: [Sample(), Sample(reference: "2042")])
        let objects = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(objects.map { $0["case"] as? String } == ["2041", "2042"])
    }

    @Test("every name comes back from a parser as it was", arguments: HostileNames.texts)
    func roundTrip(name: String) throws {
        let object = try parsed(Sample(reference: name, path: Array(name.utf8), paths: [name]))
        #expect(object["case"] as? String == name)
        #expect(object["path"] as? String == name)
        #expect(object["paths"] as? [String] == [name])
        #expect(object["path_bytes"] is NSNull)
    }

    @Test("a name that is not UTF-8 is readable text beside its exact bytes", arguments: HostileNames.damaged)
    func damagedName(name: [UInt8]) throws {
        let object = try parsed(Sample(path: name))
        #expect(object["path"] as? String == String(decoding: name, as: UTF8.self))
        let base64 = try #require(object["path_bytes"] as? String)
        #expect(Data(base64Encoded: base64).map(Array.init) == name)
    }

    @Test("text of random scalars comes back from a parser as it was", arguments: UInt64(0)..<50)
    func randomText(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let name = random.text()
        let object = try parsed(Sample(reference: name))
        #expect(object["case"] as? String == name, "seed \(seed)")
    }

    @Test("nothing in it steers a terminal or turns the direction of writing", arguments: HostileNames.all)
    func harmless(name: [UInt8]) {
        let text = OutputFormat.jsonl.text(of: [Sample(path: name)]).dropLast()
        #expect(!text.unicodeScalars.contains { $0.isDeceptive })
    }

    @Test("base64 is what Foundation makes of the same bytes", arguments: 0..<64)
    func base64(byteCount: Int) {
        let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 200) }
        var text: [UInt8] = []
        bytes.appendBase64(to: &text)
        #expect(String(decoding: text, as: UTF8.self) == Data(bytes).base64EncodedString())
    }

    private func parsed(_ record: Sample) throws -> [String: Any] {
        let text = OutputFormat.jsonl.text(of: [record])
        #expect(text.filter { $0 == "\n" }.count == 1, "one line a record")
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
