import LandfallKit
import SwiftUI

/// Why an account, and the ways to one.
struct NoAccount: View {
    let landfall: Landfall
    let done: @MainActor () async -> Void

    var body: some View {
        List {
            Text(say("NoAccountWhy"))
            Told(title: say("WhySync"), why: say("WhySyncText"), image: "arrow.triangle.2.circlepath")
            Told(title: say("WhyLost"), why: say("WhyLostText"), image: "lock.iphone")
            Told(title: say("WhySealed"), why: say("WhySealedText"), image: "lock.doc")
            NavigationLink(say("SignUp")) { SignInView(model: signIn, way: .signUp, done: done) }
            NavigationLink(say("BySheet")) { SignInView(model: signIn, way: .sheet, done: done) }
            NavigationLink(say("Recover")) { SignInView(model: signIn, way: .recover, done: done) }
            NavigationLink(say("ByDevice")) { SignInView(model: signIn, way: .device, done: done) }
        }
    }

    private var signIn: SignInModel { SignInModel(landfall, server: "https://", device: say("ThisPhone")) }
}
