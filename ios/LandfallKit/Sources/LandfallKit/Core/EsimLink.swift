import Foundation

/// The hand-over of an activation code to the phone's own eSIM: the system's set-up opens with it, and asks its user (iOS 17.4 and later).
///
/// That eUICC trusts the GSMA's CI alone: the code must be of a server that is certified there.
public func esimSetupLink(activationCode: String) -> URL? {
    let code = activationCode.trimmingCharacters(in: .whitespacesAndNewlines)
    guard code.uppercased().hasPrefix("LPA:1$"), code.split(separator: "$").count >= 2 else { return nil }
    guard var link = URLComponents(string: "https://esimsetup.apple.com/esim_qrcode_provisioning") else { return nil }
    link.queryItems = [URLQueryItem(name: "carddata", value: code)]
    // A plus sign is a space to who reads a form.
    let query = link.percentEncodedQuery?.replacingOccurrences(of: "+", with: "%2B")
    link.percentEncodedQuery = query
    return link.url
}

/// The parts of an activation code (SGP.22 §4.1) that `CTCellularPlanProvisioningRequest` takes.
public struct EsimOrder: Equatable, Sendable {
    public let address: String
    public let matchingId: String
    /// The server's object identifier, where the code says one.
    public let oid: String?

    public init?(activationCode: String) {
        let code = activationCode.trimmingCharacters(in: .whitespacesAndNewlines)
        guard code.uppercased().hasPrefix("LPA:") else { return nil }
        let parts = code.dropFirst(4).split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, parts[0] == "1", !parts[1].isEmpty else { return nil }
        address = parts[1]
        matchingId = parts[2]
        oid = parts.count > 3 && !parts[3].isEmpty ? parts[3] : nil
    }
}
