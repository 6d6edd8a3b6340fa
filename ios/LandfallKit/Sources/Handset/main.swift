import Foundation
import LandfallKit
import Stage

// A phone in a process of its own, to be killed: FOLDER, NAME, a kiosk's start code, a class. Prints what happens, a line each.

// Not `print`, which keeps lines back from a pipe.
@Sendable func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

let words = CommandLine.arguments
let phone = try Phone(URL(fileURLWithPath: words[1]), name: words[2])
let landfall = try phone.open()
_ = try await landfall.start()
let visit = try await landfall.visit(target: .code(text: words[3]))
let flow = try visit.acquire(classId: words[4], userId: nil, voucher: nil)
let gained = try await flow.run { event in
    say("\(event)")
}
say("gained \(gained.iccid ?? "nothing")")
