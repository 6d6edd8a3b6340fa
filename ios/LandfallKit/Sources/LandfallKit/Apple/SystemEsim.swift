#if canImport(CoreTelephony)
import CoreTelephony
import Foundation

/// Gives an activation code to the phone's own eSIM without leaving the app. Apple gives the entitlement
/// (`com.apple.CommCenter.fine-grained`, `public-cellular-plan`) to operators' apps; others use `esimSetupLink`.
public enum SystemEsim {
    public enum Outcome: Equatable, Sendable {
        case added
        /// The system does not know yet: its own settings go on.
        case unknown
        case failed
    }

    /// Whether this app may: without the entitlement the system says no of every phone.
    public static var isSupported: Bool { CTCellularPlanProvisioning().supportsCellularPlan() }

    @MainActor public static func add(_ order: EsimOrder) async -> Outcome {
        let request = CTCellularPlanProvisioningRequest()
        request.address = order.address
        request.matchingID = order.matchingId
        request.oid = order.oid
        let result = await CTCellularPlanProvisioning().addPlan(with: request)
        switch result {
        case .success: return .added
        case .unknown: return .unknown
        case .fail: return .failed
        default: return .failed
        }
    }
}
#endif
