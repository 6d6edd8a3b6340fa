import LandfallKit
import SwiftUI

/// *This phone is locked*.
struct LockedView: View {
    let phone: PhoneModel
    @State private var password = ""
    @State private var sheet = ""

    var body: some View {
        Form {
            TroubleRow(trouble: phone.trouble)
            Told(title: say("PhoneLocked"), why: say("PhoneLockedWhy"), image: "lock.fill")
            Section(say("UnlockPassword")) {
                SecureField(say("Password"), text: $password)
                Action(say("UnlockPhone"), busy: phone.busy) {
                    await phone.unlock(password: password)
                    password = ""
                }
            }
            Section(say("UnlockSheet")) {
                TextField(say("Sheet"), text: $sheet).privacySensitive()
                Action(say("UnlockPhone"), busy: phone.busy) {
                    await phone.unlock(sheet: sheet)
                    sheet = ""
                }
            }
        }
    }
}

/// *This phone was wiped*.
struct WipedView: View {
    let phone: PhoneModel
    let owes: Bool

    var body: some View {
        Form {
            TroubleRow(trouble: phone.trouble)
            Told(title: say("PhoneWiped"), why: say("WipedWhy"), image: "trash.fill")
            if owes {
                Text(say("ReceiptOwed"))
                Action(say("HandIn"), busy: phone.busy) { await phone.handIn() }
            } else {
                Text(say("NothingOwed"))
                Action(say("StartAnew"), busy: phone.busy) { await phone.beginAnew() }
            }
        }
    }
}
