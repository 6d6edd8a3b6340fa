import LandfallKit
import SwiftUI
import UIKit

@main
struct LandfallApp: App {
    @UIApplicationDelegateAdaptor(Delegate.self) private var delegate
    @Environment(\.scenePhase) private var scene

    var body: some Scene {
        WindowGroup {
            RootView(phone: delegate.phone)
                .onChange(of: scene) { _, now in
                    if now == .background { Background.schedule() }
                }
        }
    }
}

/// What the system tells the app, beside its screens.
@MainActor final class Delegate: NSObject, UIApplicationDelegate {
    let phone: PhoneModel

    override init() {
        setLogSink(sink: OSLogSink())
        // A folder that can't be made is told by what opening it says.
        let settings = (try? OpenSettings.thisPhone()) ?? OpenSettings(folder: "/dev/null", cloudRoots: nil)
        phone = PhoneModel(settings: settings, ports: .thisPhone(reason: say("KeystoreReason")))
        super.init()
    }

    func application(
        _ application: UIApplication, didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]? = nil
    ) -> Bool {
        let phone = phone
        Background.register { phone }
        application.registerForRemoteNotifications()
        return true
    }

    func application(_ application: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken token: Data) {
        phone.wokenAt(token)
    }

    /// A push message wakes the app up and says nothing: what is to be done is asked of the account's server.
    func application(
        _ application: UIApplication, didReceiveRemoteNotification message: [AnyHashable: Any]
    ) async -> UIBackgroundFetchResult {
        if phone.landfall == nil { await phone.open() }
        await phone.contact()
        return phone.trouble == nil ? .newData : .failed
    }
}
