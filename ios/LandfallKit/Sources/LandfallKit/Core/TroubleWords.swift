import Foundation

/// A failure in the user's language. The core's words are English; its key names others: `trouble.KEY` the title, `trouble.KEY.why` the sentence, in
/// which `{0}` is the core's own and `{1}` the tries that are left. A key that is not known is said in general, by what it begins with; if that is
/// not known either, in the core's words.
public struct TroubleWords: Equatable, Sendable {
    public let title: String
    public let why: String

    /// `word`: what a key stands for in the user's language, if there is anything.
    public init(_ trouble: Trouble, word: (String) -> String?) {
        let own = "\(trouble.explanation) \(trouble.advice)"
        let names = Self.names(trouble.key)
        guard let title = names.compactMap({ word("trouble.\($0)") }).first,
            let (name, why) = names.compactMap({ name in word("trouble.\(name).why").map { (name, $0) } }).first
        else {
            (self.title, self.why) = (trouble.title, own)
            return
        }
        self.title = title
        // A key of a newer core than these words: its own sentence says what is new.
        let isGeneral = name != trouble.key && !why.contains("{0}")
        let tries = trouble.explanation.firstMatch(of: /\d+/).map { String($0.output) } ?? "?"
        self.why = (isGeneral ? "\(why) {0}" : why).replacing("{1}", with: tries).replacing("{0}", with: own)
    }

    /// A key, then what it begins with: `kiosk.refused.soldout`, `kiosk.refused`, `kiosk`.
    private static func names(_ key: String) -> [String] {
        let parts = key.split(separator: ".")
        return parts.indices.reversed().map { parts[...$0].joined(separator: ".") }
    }
}
