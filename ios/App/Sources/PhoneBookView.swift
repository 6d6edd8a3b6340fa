import LandfallKit
import SwiftUI

/// A SIM's phone book.
struct PhoneBookView: View {
    let model: SimModel
    @State private var pin = ""
    @State private var name = ""
    @State private var dial = ""
    @State private var adding = false

    var body: some View {
        Group {
            if let contacts = model.contacts {
                Fetched(value: contacts, waiting: say("Reading"), again: read) { contacts in
                    List {
                        TroubleRow(trouble: model.trouble)
                        if contacts.isEmpty {
                            Empty(title: say("NoContacts"), why: say("NoContactsWhy"), image: "book.closed")
                        }
                        ForEach(contacts) { Fact($0.name, $0.dial) }
                        Action(say("NewContact")) { adding = true }
                    }
                }
            } else {
                Form {
                    Text(say("BookPin"))
                    DigitsField(say("Pin"), text: $pin)
                    Action(say("Open"), busy: model.busy, does: read)
                }
            }
        }
        .navigationTitle(say("PhoneBook"))
        .sheet(isPresented: $adding) {
            Form {
                TextField(say("ContactName"), text: $name)
                TextField(say("Telephone"), text: $dial).keyboardType(.phonePad)
                Action(say("Save"), busy: model.busy) {
                    await model.write(Contact(number: 0, name: name, dial: dial), pin: pin.isEmpty ? nil : pin)
                    adding = false
                }
            }
        }
    }

    private func read() async {
        await model.readContacts(pin: pin.isEmpty ? nil : pin)
    }
}
