import Foundation
import Testing

/// Words of the app, in both languages, and what the tree says elsewhere of them.
@Suite struct WordsTests {
    private let repo: URL
    private let catalog: [String: [String: String]]

    init() throws {
        repo = URL(fileURLWithPath: try #require(ProcessInfo.processInfo.environment["LANDFALL_REPO"]))
        catalog = try Self.catalog(repo.appendingPathComponent("ios/App/Resources/Localizable.xcstrings"))
    }

    /// Key, then language, then word.
    private static func catalog(_ file: URL) throws -> [String: [String: String]] {
        struct Unit: Decodable { let state: String, value: String }
        struct Localization: Decodable { let stringUnit: Unit }
        struct Entry: Decodable { let localizations: [String: Localization] }
        struct Catalog: Decodable { let sourceLanguage: String, strings: [String: Entry] }
        let read = try JSONDecoder().decode(Catalog.self, from: Data(contentsOf: file))
        #expect(read.sourceLanguage == "en")
        return read.strings.mapValues { $0.localizations.mapValues(\.stringUnit.value) }
    }

    private func swift(_ folder: String) throws -> [String] {
        let folder = repo.appendingPathComponent(folder)
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "swift" }.map { try String(contentsOf: $0, encoding: .utf8) }
    }

    @Test(arguments: ["Localizable", "InfoPlist"])
    func everyWordIsInBothLanguages(_ name: String) throws {
        let words = try Self.catalog(repo.appendingPathComponent("ios/App/Resources/\(name).xcstrings"))
        #expect(!words.isEmpty)
        for (key, said) in words {
            #expect(Set(said.keys) == ["en", "zh-Hans"], "\(key)")
            #expect(said.values.allSatisfy { !$0.isEmpty }, "\(key)")
            // The sentence of a failure is the core's in English, and may be ours in another language.
            if key.hasPrefix("trouble.") && key.hasSuffix(".why") { continue }
            let places = said.values.map { word in Set(word.matches(of: /\{\d\}/).map { String($0.output) }) }
            #expect(Set(places).count == 1, "\(key): \(said)")
        }
    }

    @Test func screensSayWhatTheCatalogHas() throws {
        var used: Set<String> = []
        for source in try swift("ios/App/Sources") {
            for call in source.matches(of: /\bsay\(/) {
                var depth = 1
                var at = call.range.upperBound
                while depth > 0, at < source.endIndex {
                    if source[at] == "(" { depth += 1 }
                    if source[at] == ")" { depth -= 1 }
                    at = source.index(after: at)
                }
                for word in source[call.range.upperBound..<at].matches(of: /"([A-Z]\w+)"/) { used.insert(String(word.1)) }
            }
        }
        let known = Set(catalog.keys.filter { !$0.hasPrefix("trouble.") })
        #expect(used.count > 300)
        #expect(used.subtracting(known).isEmpty)
        #expect(known.subtracting(used).isEmpty)
    }

    /// Every failure that the core can tell of has its words.
    @Test func troublesHaveTheirWords() throws {
        let surface = repo.appendingPathComponent("bindings/ffi/src")
        let sources = try FileManager.default.contentsOfDirectory(at: surface, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "rs" }.map { try String(contentsOf: $0, encoding: .utf8) }
        let keys = Set(sources.flatMap { $0.matches(of: /"([a-z]+(?:\.[a-z]+)*)",\s*"[A-Z][^"]*"/).map { String($0.1) } })
        #expect(keys.count > 60)
        for key in keys {
            #expect(catalog["trouble.\(key)"] != nil, "\(key)")
            #expect(catalog["trouble.\(key).why"] != nil, "\(key)")
        }
    }

    /// What the app asks the user's leave for is explained in both languages.
    @Test func permissionsAreExplained() throws {
        let project = try String(contentsOf: repo.appendingPathComponent("ios/App/project.yml"), encoding: .utf8)
        let asked = Set(project.matches(of: /(\w+UsageDescription):/).map { String($0.1) })
        let said = try Self.catalog(repo.appendingPathComponent("ios/App/Resources/InfoPlist.xcstrings"))
        #expect(asked == Set(said.keys))
    }

    /// The lines that docs/ios.md shows are these.
    @Test func theTenLinesOfTheDocsAreCompiled() throws {
        let docs = try String(contentsOf: repo.appendingPathComponent("docs/ios.md"), encoding: .utf8)
        let example = try String(
            contentsOf: repo.appendingPathComponent("ios/LandfallKit/Tests/LandfallKitTests/TenLines.swift"), encoding: .utf8)
        let lines = try #require(example.components(separatedBy: "// ten lines\n").dropFirst().first)
        let shown = lines.components(separatedBy: "    // to here").first?
            .split(separator: "\n").map { String($0.dropFirst(4)) }.joined(separator: "\n")
        #expect(docs.contains("```swift\n\(try #require(shown))\n```"))
    }
}
