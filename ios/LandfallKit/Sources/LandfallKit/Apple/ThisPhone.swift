#if canImport(Security) && canImport(CoreTelephony) && canImport(dnssd)
import Foundation

extension Ports {
    /// An iPhone's: Secure Enclave, clocks, facts, search of the network. Apple lets no app install packages or speak with a removable eUICC.
    public static func thisPhone(reason: String = "") -> Ports {
        Ports(
            keystore: SecureEnclaveKeystore(reason: reason), device: AppleDevice(), clock: AppleClock(),
            serviceBrowser: DnsServiceBrowser())
    }
}

extension OpenSettings {
    /// The app's own folder, out of backups; accounts' servers prove themselves under the web's roots.
    public static func thisPhone() throws -> OpenSettings {
        OpenSettings(folder: try DataFolder.prepared().path, cloudRoots: nil)
    }
}
#endif
