// Stub type check only. Never run, never shipped.
@_exported import Foundation

// class CTCellularPlanProvisioningRequest: NSObject, NSSecureCoding
public final class CTCellularPlanProvisioningRequest: NSObject {
    // var address: String; var matchingID: String?; var oid: String?
    public var address = ""
    public var matchingID: String?
    public var oid: String?
}

// enum CTCellularPlanProvisioningAddPlanResult: Int { case unknown, fail, success, cancel }
public enum CTCellularPlanProvisioningAddPlanResult: Int, Sendable { case unknown, fail, success, cancel }

// class CTCellularPlanProvisioning: NSObject
public final class CTCellularPlanProvisioning: NSObject {
    // func supportsCellularPlan() -> Bool
    public func supportsCellularPlan() -> Bool { fatalError() }
    // func addPlan(with request: CTCellularPlanProvisioningRequest) async -> CTCellularPlanProvisioningAddPlanResult
    @MainActor public func addPlan(with request: CTCellularPlanProvisioningRequest) async -> CTCellularPlanProvisioningAddPlanResult {
        fatalError()
    }
}
