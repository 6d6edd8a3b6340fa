import Foundation

/// What a person typed, as the core takes it: bytes that it zeroises. The text field's own copy is the system's.
func secret(_ typed: String) -> Data {
    Data(typed.utf8)
}
