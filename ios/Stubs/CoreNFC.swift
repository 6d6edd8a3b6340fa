// Stub type check only. Never run, never shipped.
@_exported import Foundation
import Dispatch

// class NFCNDEFPayload: NSObject, NSSecureCoding
public final class NFCNDEFPayload: NSObject {
    // func wellKnownTypeTextPayload() -> (String?, Locale?)
    public func wellKnownTypeTextPayload() -> (String?, Locale?) { fatalError() }
    // func wellKnownTypeURIPayload() -> URL?
    public func wellKnownTypeURIPayload() -> URL? { fatalError() }
}

// class NFCNDEFMessage: NSObject, NSSecureCoding
public final class NFCNDEFMessage: NSObject {
    // var records: [NFCNDEFPayload] { get set }
    public var records: [NFCNDEFPayload] = []
}

// protocol NFCNDEFReaderSessionDelegate: NSObjectProtocol
public protocol NFCNDEFReaderSessionDelegate: AnyObject {
    // func readerSession(_ session: NFCNDEFReaderSession, didInvalidateWithError error: any Error)
    func readerSession(_ session: NFCNDEFReaderSession, didInvalidateWithError error: any Error)
    // func readerSession(_ session: NFCNDEFReaderSession, didDetectNDEFs messages: [NFCNDEFMessage])
    func readerSession(_ session: NFCNDEFReaderSession, didDetectNDEFs messages: [NFCNDEFMessage])
}

// class NFCNDEFReaderSession: NFCReaderSession
public final class NFCNDEFReaderSession: NSObject {
    // class var readingAvailable: Bool { get }
    public static var readingAvailable: Bool { fatalError() }
    // init(delegate: any NFCNDEFReaderSessionDelegate, queue: dispatch_queue_t?, invalidateAfterFirstRead: Bool)
    public init(delegate: any NFCNDEFReaderSessionDelegate, queue: DispatchQueue?, invalidateAfterFirstRead: Bool) {}
    // var alertMessage: String { get set }
    public var alertMessage = ""
    // func begin()
    public func begin() {}
}
