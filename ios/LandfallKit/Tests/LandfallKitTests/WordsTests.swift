import Foundation
import LandfallKit
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

    /// The keys as the Rust of the core's surface writes them: what a match comes to, and the first words of the others.
    private func coreKeys() throws -> Set<String> {
        let surface = repo.appendingPathComponent("bindings/ffi/src")
        let rust = FileManager.default.enumerator(at: surface, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        var keys: Set<String> = []
        for file in rust where file.pathExtension == "rs" {
            let source = try String(contentsOf: file, encoding: .utf8)
            for alone in source.matches(of: /LandfallError::(?:failed|invalid)\(\s*"([a-z.]+)"/) { keys.insert(String(alone.1)) }
            guard file.lastPathComponent == "trouble.rs" || file.deletingLastPathComponent().lastPathComponent == "trouble" else { continue }
            for key in source.matches(of: /"([a-z]+(?:\.[a-z]+)*)"(?!\s*(?:=>|\|))/) { keys.insert(String(key.1)) }
        }
        return keys
    }

    // R: F3
    /// Every failure that the core names is told in the user's language, and nothing else is.
    @Test func troublesHaveTheirWords() throws {
        let keys = try coreKeys()
        #expect(keys.count > 150)
        for key in keys {
            let trouble = Trouble(title: "A title", explanation: "What happened.", retry: .yes, advice: "What to do.", key: key)
            #expect(catalog["trouble.\(key).why"] != nil, "\(key)")
            for language in ["en", "zh-Hans"] {
                let said = TroubleWords(trouble) { catalog[$0]?[language] }
                #expect(said.title != "A title", "\(key)")
                #expect(isHan(said.title) == (language == "zh-Hans"), "\(key)")
                #expect(isHan(said.why) == (language == "zh-Hans"), "\(key)")
            }
        }
        let told = Set(catalog.keys.filter { $0.hasPrefix("trouble.") }.map { $0.dropFirst(8).replacing(/\.why$/, with: "") }.map(String.init))
        #expect(told.filter { told in !keys.contains { $0 == told || $0.hasPrefix("\(told).") } } == [])
    }

    private func isHan(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    }

    // R: F3
    @Test func whatIsNotTranslatedIsSaidInGeneralOrByTheCore() {
        func words(_ key: String, _ explanation: String = "What happened.", language: String = "zh-Hans") -> TroubleWords {
            let trouble = Trouble(title: "A title", explanation: explanation, retry: .yes, advice: "What to do.", key: key)
            return TroubleWords(trouble) { catalog[$0]?[language] }
        }
        let own = "What happened. What to do."
        let soldOut = words("kiosk.refused.soldout")
        #expect(soldOut.title == "自助机拒绝了" && soldOut.why == "此产品已售罄，请选择其他产品。")
        let newer = words("kiosk.refused.soldout.today")
        #expect(newer.title == soldOut.title && newer.why == "\(soldOut.why) \(own)")
        #expect(words("kiosk.refused.soldout", language: "en").why == own)
        #expect(words("pin.wrong", "The PIN is wrong; 2 tries are left.").why == "剩余尝试次数：2。")
        let unknown = words("new.in.this.release")
        #expect(unknown.title == "A title" && unknown.why == own)
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
