// Stub type check only. Never run, never shipped.
@_exported import Foundation

// class UIApplication: UIResponder
@MainActor public final class UIApplication: NSObject {
    // struct UIApplication.LaunchOptionsKey
    public struct LaunchOptionsKey: Hashable, Sendable {}
    // func registerForRemoteNotifications()
    public func registerForRemoteNotifications() {}
}

// enum UIBackgroundFetchResult: UInt { case newData, noData, failed }
public enum UIBackgroundFetchResult: UInt, Sendable { case newData, noData, failed }

// @MainActor protocol UIApplicationDelegate: NSObjectProtocol
@MainActor public protocol UIApplicationDelegate: AnyObject {
    // optional func application(_ application: UIApplication,
    //     didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]? = nil) -> Bool
    func application(
        _ application: UIApplication, didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool
    // optional func application(_ application: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken deviceToken: Data)
    func application(_ application: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken token: Data)
    // optional func application(_ application: UIApplication,
    //     didReceiveRemoteNotification userInfo: [AnyHashable: Any]) async -> UIBackgroundFetchResult
    func application(
        _ application: UIApplication, didReceiveRemoteNotification message: [AnyHashable: Any]
    ) async -> UIBackgroundFetchResult
}

// class UIViewController: UIResponder
@MainActor open class UIViewController: NSObject {}
