import LandfallKit
import SwiftUI

/// Sub-accounts.
struct FamilyScreen: View {
    @State var model: FamilyModel
    @State private var name = ""
    @State private var code = ""

    var body: some View {
        Fetched(value: model.family, waiting: say("Reading"), again: model.refresh) { family in
            List {
                TroubleRow(trouble: model.trouble)
                if family.ties.isEmpty { Empty(title: say("NoFamily"), why: say("NoFamilyWhy"), image: "person.2") }
                ForEach(family.ties) { tie in
                    VStack(alignment: .leading) {
                        Text(tie.name).font(.headline)
                        Text(link(tie)).font(.caption)
                        Fact(say("MayDo"), tie.given.acts.map(right).joined(separator: ", "))
                        if tie.link == "linked" {
                            Action(say("EndTie"), busy: model.busy, role: .destructive) { await model.end(tie) }
                        }
                    }
                }
                if !family.sims.isEmpty {
                    Section(say("TheirSims")) { ForEach(family.sims) { Fact("\($0.of), \($0.operator)", $0.name) } }
                }
                Section(say("Invite")) {
                    TextField(say("InviteName"), text: $name)
                    Action(say("Invite"), busy: model.busy) { await model.invite(name, rights) }.disabled(name.isEmpty)
                    if let invitation = model.code {
                        Text(say("InvitationWhy"))
                        Text(invitation).monospaced()
                        ShareLink(item: invitation) { Text(say("SendCode")) }
                    }
                }
                Section(say("HaveInvitation")) {
                    TextField(say("InvitationCode"), text: $code)
                    TextField(say("MainName"), text: $name)
                    Action(say("Accept"), busy: model.busy) { await model.accept(code, name: name, rights) }.disabled(code.isEmpty)
                }
            }
        }
        .navigationTitle(say("Family"))
        .task { await model.refresh() }
    }

    /// To see and to use all SIMs, for a year.
    private var rights: RightsData {
        RightsData(acts: ["see", "use"], cards: [], expires: UInt64(Date().timeIntervalSince1970) + 365 * 86_400)
    }

    private func right(_ act: String) -> String {
        switch act {
        case "see": say("MaySee")
        case "use": say("MayUse")
        case "edit": say("MayEdit")
        case "copy": say("MayCopy")
        case "lock": say("MayLock")
        case "erase": say("MayErase")
        case "buy": say("MayBuy")
        default: say("MayDelegate")
        }
    }

    private func link(_ tie: TieInfo) -> String {
        switch tie.link {
        case "linked": say("Linked")
        case "invited": say("Invited")
        default: say("Unlinked")
        }
    }
}
