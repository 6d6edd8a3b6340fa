import Foundation
import LandfallKit

/// A phone of a test: its data folder, its keystore beside it, and what it is.
public struct Phone: Sendable {
    public let folder: URL
    public let keystore: FileKeystore
    private let name: String
    private let browser: (any ServiceBrowser)?

    public init(_ folder: URL, name: String, browser: (any ServiceBrowser)? = nil) throws {
        self.folder = folder
        self.name = name
        self.browser = browser
        keystore = try FileKeystore(folder.appendingPathExtension("keys"))
    }

    public var settings: OpenSettings { OpenSettings(folder: folder.path, cloudRoots: nil) }

    public var ports: Ports {
        Ports(keystore: keystore, device: Facts(name: name), serviceBrowser: browser)
    }

    /// Opens its data folder.
    public func open() throws -> Landfall {
        try Landfall.open(settings: settings, ports: ports)
    }
}

private final class Facts: DeviceInfo {
    private let name: String

    init(name: String) {
        self.name = name
    }

    func facts() -> DeviceFacts {
        DeviceFacts(
            os: "ios", cpu: "aarch64", hardwareId: name, bands: nil, carrierLocked: nil, systemEsim: true,
            driverInstalled: true)
    }
}
