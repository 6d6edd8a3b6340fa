#if canImport(Security)
import Foundation

/// What an iPhone tells an app about itself: neither its bands nor an operator's lock.
public final class AppleDevice: DeviceInfo {
    private let hardwareId: String

    /// A random name of this installation is kept in the Keychain, on this device alone.
    public init() {
        let items = KeychainItems(service: "app.landfall.device")
        if let kept = try? items.read("installation"), let id = String(data: kept, encoding: .utf8) {
            hardwareId = id
        } else {
            let id = UUID().uuidString
            // Not kept, it is another installation to kiosks at the next start.
            try? items.write("installation", Data(id.utf8))
            hardwareId = id
        }
    }

    public func facts() -> DeviceFacts {
        DeviceFacts(
            os: "ios", cpu: "aarch64", hardwareId: hardwareId, bands: nil, carrierLocked: nil,
            // Each iPhone of iOS 17 has one, but for those made for mainland China; the system answers operators' apps alone.
            systemEsim: true,
            // There is none to install: what is built in serves.
            driverInstalled: true)
    }
}
#endif
