import LandfallKit
import XCTest

/// On a phone: the contract that every keystore is judged by, on the Secure Enclave, and the clocks' and the device's own.
final class KeystoreDeviceTests: XCTestCase {
    func testTheSecureEnclaveKeepsTheContract() {
        let keystore = SecureEnclaveKeystore(service: "app.landfall.contract")
        XCTAssertNil(checkKeystore(keystore: keystore))
        XCTAssertEqual(keystore.protection(), SecureEnclaveKeystore.hasEnclave ? .secureElement : .software)
    }

    func testTheClockKeepsTheContract() {
        XCTAssertNil(checkClock(clock: AppleClock()))
    }

    func testThePhonesFactsKeepTheContract() {
        XCTAssertNil(checkDevice(device: AppleDevice()))
    }
}
