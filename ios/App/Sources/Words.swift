import Foundation
import LandfallKit

/// A word of the app in the user's language. `{0}`, `{1}` in it are replaced.
func say(_ key: String, _ values: String...) -> String {
    var text = NSLocalizedString(key, comment: "")
    for (place, value) in values.enumerated() {
        text = text.replacingOccurrences(of: "{\(place)}", with: value)
    }
    return text
}

extension Trouble {
    private var words: TroubleWords {
        TroubleWords(self) { key in
            let known = say(key)
            return known == key ? nil : known
        }
    }

    var shownTitle: String { words.title }
    var shownWhy: String { words.why }
}

/// A time, as the user's region writes it.
func moment(_ seconds: UInt64) -> String {
    Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(date: .abbreviated, time: .shortened)
}

/// Bytes, as the user's region writes them.
func bytes(_ count: UInt64) -> String {
    ByteCountFormatter.string(fromByteCount: Int64(clamping: count), countStyle: .file)
}
