import Foundation

/// Not `print`, which keeps lines back from a pipe.
@Sendable func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
