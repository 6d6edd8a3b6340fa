import LandfallKit
import SwiftUI
import UIKit

/// *Add by code or QR*.
struct AddByCodeView: View {
    @State var model: AddByCodeModel
    let landfall: Landfall
    @State private var scanning = false
    @State private var confirmation = ""

    var body: some View {
        Group {
            if let question = model.question {
                ask(question)
            } else if let acquiring = model.acquiring {
                AcquiringView(acquiring: acquiring, landfall: landfall) { model.again() }
            } else {
                Form {
                    TroubleRow(trouble: model.trouble)
                    Text(say("CodeWhy"))
                    TextField(say("CodeHint"), text: $model.code).accessibilityLabel(say("Code"))
                    Action(say("ScanCode"), busy: model.busy) { scanning = true }
                    if let link = setupLink {
                        Section(say("IntoWhich")) {
                            Action(say("IntoSoftware"), busy: model.busy) { await model.add() }
                            Text(say("IntoSoftwareWhy")).font(.footnote)
                            Link(say("ToSystemEsim"), destination: link)
                            Text(say("IntoSystemWhy")).font(.footnote)
                        }
                    } else {
                        Action(say("Continue"), busy: model.busy) { await model.add() }.disabled(model.code.isEmpty)
                    }
                }
            }
        }
        .navigationTitle(say("AddByCode"))
        .sheet(isPresented: $scanning) {
            Scanner { text in
                scanning = false
                model.code = text
            }
        }
    }

    /// The system's set-up, which opens links since iOS 17.4.
    private var setupLink: URL? {
        guard #available(iOS 17.4, *) else { return nil }
        return esimSetupLink(activationCode: model.code)
    }

    private func ask(_ question: ProposalInfo) -> some View {
        List {
            Section(say("ProposalTitle")) {
                Fact(say("Operator"), question.operator)
                Fact(say("Name"), question.name)
                Fact(say("SimNumber"), question.iccid)
            }
            if !question.rules.isEmpty { Fact(say("Rules"), question.rules.map(\.shown).joined(separator: "\n")) }
            if question.needsCode {
                TextField(say("ConfirmCode"), text: $confirmation)
                Text(say(question.codeRefused ? "CodeRefused" : "ConfirmCodeHint")).font(.footnote)
            }
            Action(say("Install")) { model.agree(confirmationCode: question.needsCode ? confirmation : nil) }
            Action(say("Later"), role: .cancel) { model.postpone() }
            Action(say("NotWanted"), role: .destructive) { model.reject() }
        }
    }
}

private extension PolicyRule {
    var shown: String {
        switch self {
        case .staysEnabled: say("StaysEnabled")
        case .staysInstalled: say("StaysInstalled")
        }
    }
}
