// Stub type check only. Never run, never shipped.
@_exported import Foundation
import Dispatch

// class NFCISO7816APDU: NSObject
public final class NFCISO7816APDU: NSObject {
    // init?(data: Data)
    public init?(data: Data) {}
}

// protocol NFCISO7816Tag: NSObjectProtocol
public protocol NFCISO7816Tag: AnyObject {
    // func sendCommand(apdu: NFCISO7816APDU, completionHandler: @escaping (Data, UInt8, UInt8, (any Error)?) -> Void)
    func sendCommand(apdu: NFCISO7816APDU, completionHandler: @escaping (Data, UInt8, UInt8, (any Error)?) -> Void)
}

// enum NFCTag { case feliCa(any NFCFeliCaTag), iso7816(any NFCISO7816Tag), iso15693(any NFCISO15693Tag), miFare(any NFCMiFareTag) }
public enum NFCTag { case iso7816(any NFCISO7816Tag), other }

// protocol NFCTagReaderSessionDelegate: NSObjectProtocol
public protocol NFCTagReaderSessionDelegate: AnyObject {
    // func tagReaderSessionDidBecomeActive(_ session: NFCTagReaderSession)
    func tagReaderSessionDidBecomeActive(_ session: NFCTagReaderSession)
    // func tagReaderSession(_ session: NFCTagReaderSession, didInvalidateWithError error: any Error)
    func tagReaderSession(_ session: NFCTagReaderSession, didInvalidateWithError error: any Error)
    // func tagReaderSession(_ session: NFCTagReaderSession, didDetect tags: [NFCTag])
    func tagReaderSession(_ session: NFCTagReaderSession, didDetect tags: [NFCTag])
}

// class NFCTagReaderSession: NFCReaderSession
public final class NFCTagReaderSession: NSObject {
    // struct NFCTagReaderSession.PollingOption: OptionSet { static var iso14443 }
    public struct PollingOption: Sendable { public static let iso14443 = Self() }
    // class var readingAvailable: Bool { get }
    public static var readingAvailable: Bool { fatalError() }
    // init?(pollingOption: NFCTagReaderSession.PollingOption, delegate: any NFCTagReaderSessionDelegate, queue: dispatch_queue_t? = nil)
    public init?(pollingOption: PollingOption, delegate: any NFCTagReaderSessionDelegate, queue: DispatchQueue? = nil) {}
    // var alertMessage: String { get set }
    public var alertMessage = ""
    // func begin(); func invalidate(); func restartPolling()
    public func begin() {}
    public func invalidate() {}
    public func restartPolling() {}
    // func connect(to tag: NFCTag, completionHandler: @escaping ((any Error)?) -> Void)
    public func connect(to tag: NFCTag, completionHandler: @escaping ((any Error)?) -> Void) {}
}
