#if canImport(CoreNFC)
import CoreNFC
import Foundation

/// The phone is held to a kiosk's start tag (NDEF), which has the start code that its screen shows as a QR code; the kiosk itself is then reached by Wi-Fi
/// or Bluetooth. A kiosk's NFC reader waits for a card, and Apple lets apps be cards in some regions only.
@MainActor public final class NfcStart: NSObject, NFCNDEFReaderSessionDelegate {
    private var session: NFCNDEFReaderSession?
    private var found: ((String?) -> Void)?

    public static var isSupported: Bool { NFCNDEFReaderSession.readingAvailable }

    /// What the first tag says; none if the user gave up. `prompt` is what the system shows meanwhile.
    public func code(prompt: String) async -> String? {
        await withCheckedContinuation { continuation in
            found?(nil)
            found = { continuation.resume(returning: $0) }
            let session = NFCNDEFReaderSession(delegate: self, queue: nil, invalidateAfterFirstRead: true)
            session.alertMessage = prompt
            session.begin()
            self.session = session
        }
    }

    nonisolated public func readerSession(_ session: NFCNDEFReaderSession, didInvalidateWithError error: any Error) {
        Task { @MainActor in tell(nil) }
    }

    nonisolated public func readerSession(_ session: NFCNDEFReaderSession, didDetectNDEFs messages: [NFCNDEFMessage]) {
        let said = messages.flatMap(\.records).compactMap {
            $0.wellKnownTypeTextPayload().0 ?? $0.wellKnownTypeURIPayload()?.absoluteString
        }
        // A tag with something else is told as what it is: no code of a kiosk's.
        let code = said.first { $0.hasPrefix("LANDFALL:") } ?? said.first ?? ""
        Task { @MainActor in tell(code) }
    }

    private func tell(_ code: String?) {
        found?(code)
        (found, session) = (nil, nil)
    }
}
#endif
