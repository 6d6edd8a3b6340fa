import LandfallKit
import SwiftUI

/// Sign up, sign in by sheet, or by another phone.
struct SignInView: View {
    enum Way { case signUp, sheet, device, recover }

    @State var model: SignInModel
    let way: Way
    let done: @MainActor () async -> Void
    @State private var takesOthersOut = false
    @Environment(\.dismiss) private var dismiss

    var body: some View {
        Form {
            TroubleRow(trouble: model.trouble)
            if let made = model.made {
                Section(say("SheetOnce")) {
                    SheetText(sheet: made.sheet)
                    Action(say("SheetKept"), busy: model.busy) { await model.sheetWasShown() }
                }
            } else if let code = model.code {
                Text(say("CompareHere"))
                Text(code).font(.largeTitle).monospaced()
                Text(say("CompareWhy")).font(.footnote)
            } else if model.asking {
                Waiting(say("AskedWait"))
                Text(say("AskedHow")).font(.footnote)
            } else {
                fields
            }
        }
        .navigationTitle(say(way == .signUp ? "SignUp" : "SignIn"))
        .onChange(of: model.done) { _, isDone in
            guard isDone else { return }
            dismiss()
            Task { await done() }
        }
    }

    @ViewBuilder private var fields: some View {
        if way == .signUp { Text(say("SignUpWhy")) }
        TextField(say("Server"), text: $model.server).keyboardType(.URL)
        TextField(say("Login"), text: $model.login)
        SecureField(say(way == .recover ? "PasswordNew" : "Password"), text: $model.password)
        TextField(say("PhoneName"), text: $model.device)
        Text(say("PhoneNameHint")).font(.footnote)
        if way == .recover { Text(say("RecoverWhy")).font(.footnote) }
        if way == .sheet || way == .recover {
            TextField(say("Sheet"), text: $model.sheet).privacySensitive()
            Text(say("SheetHint")).font(.footnote)
        }
        if way == .recover {
            Toggle(say("TakeOthersOut"), isOn: $takesOthersOut)
            Text(say("TakeOthersOutWhy")).font(.footnote)
        }
        Action(title, busy: model.busy) {
            switch way {
            case .signUp: await model.signUp()
            case .sheet: await model.signIn()
            case .device: await model.askApproval()
            case .recover: await model.recover(revokeOthers: takesOthersOut)
            }
        }
        .disabled(!model.complete)
    }

    private var title: String {
        switch way {
        case .signUp: say("MakeAccount")
        case .sheet: say("SignIn")
        case .recover: say("SetPassword")
        case .device: say("AskOther")
        }
    }
}
