import LandfallKit
import SwiftUI

/// The one that stands for how the phone stands.
struct RootView: View {
    let phone: PhoneModel

    var body: some View {
        Group {
            switch phone.state {
            case .opening: Waiting(say("Opening"))
            case .ready(let landfall): Tabs(phone: phone, landfall: landfall)
            case .locked: LockedView(phone: phone)
            case .wiped(let owes): WipedView(phone: phone, owes: owes)
            case .failed(let trouble):
                TroubleView(trouble) { await phone.open() }
            }
        }
        .task { await phone.open() }
        // Whatever is shown: a locked phone obeys its owner, too.
        .task(id: Line(account: phone.accounts, isOpen: phone.landfall != nil)) { await phone.listen() }
    }
}

/// What the line to the account's server begins anew with.
private struct Line: Equatable {
    let account: Int
    let isOpen: Bool
}

private struct Tabs: View {
    let phone: PhoneModel
    let landfall: Landfall

    var body: some View {
        TabView {
            SimsView(phone: phone, model: SimsModel(landfall), landfall: landfall)
                .tabItem { Label(say("TabSims"), systemImage: "simcard") }
            GetSimView(model: GetSimModel(landfall), landfall: landfall)
                .tabItem { Label(say("TabGet"), systemImage: "dot.radiowaves.left.and.right") }
            AccountScreen(phone: phone, model: AccountModel(landfall), landfall: landfall)
                .tabItem { Label(say("TabAccount"), systemImage: "person.crop.circle") }
            LostPhoneView(model: LostPhoneModel(landfall, phone: phone), landfall: landfall)
                .tabItem { Label(say("TabLost"), systemImage: "lock.iphone") }
        }
    }
}
