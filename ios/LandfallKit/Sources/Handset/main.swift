import Foundation
import LandfallKit
import Stage

// A phone in a process of its own, for what needs one: to be killed, and to be counted.
//
//   Handset acquire FOLDER NAME START-CODE CLASS   prints what happens, a line each
//   Handset objects FOLDER COUNT                   makes so many objects, and prints what is left of them

let words = CommandLine.arguments
let phone = try Phone(URL(fileURLWithPath: words[2]), name: "phone-1")
let landfall = try phone.open()
switch words[1] {
case "acquire":
    _ = try await landfall.start()
    let visit = try await landfall.visit(target: .code(text: words[4]))
    let flow = try visit.acquire(classId: words[5], userId: nil, voucher: nil)
    let gained = try await flow.run { say("\($0)") }
    say("gained \(gained.iccid ?? "nothing")")
case "objects":
    try await countObjects(landfall, Int(words[3]) ?? 0)
default:
    exit(2)
}
