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
    /// The core's words are English; its key names them in other languages. One that is not known keeps the core's.
    var shownTitle: String {
        let known = say("trouble.\(key)")
        return known == "trouble.\(key)" ? title : known
    }

    var shownWhy: String {
        let own = "\(explanation) \(advice)"
        let known = say("trouble.\(key).why", own)
        return known == "trouble.\(key).why" ? own : known
    }
}

/// A time, as the user's region writes it.
func moment(_ seconds: UInt64) -> String {
    Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(date: .abbreviated, time: .shortened)
}

/// Bytes, as the user's region writes them.
func bytes(_ count: UInt64) -> String {
    ByteCountFormatter.string(fromByteCount: Int64(clamping: count), countStyle: .file)
}
