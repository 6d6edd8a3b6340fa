#if canImport(CoreNFC)
import CoreNFC
import Foundation

/// The phone is held to a kiosk: its NFC reader shows a tag (ISO 7816), over which the kiosk speaks. Apple lets an app be a card itself in some regions
/// only, so this is the one way.
@MainActor public final class NfcStart: NSObject, NFCTagReaderSessionDelegate {
    private var session: NFCTagReaderSession?
    private var found: ((Result<any NfcLink, any Error>) -> Void)?

    public static var isSupported: Bool { NFCTagReaderSession.readingAvailable }

    /// Waits for a tag. `prompt` is what the system shows meanwhile.
    public func link(prompt: String) async throws -> any NfcLink {
        try await withCheckedThrowingContinuation { continuation in
            found = { continuation.resume(with: $0) }
            session = NFCTagReaderSession(pollingOption: .iso14443, delegate: self, queue: nil)
            guard let session else { return tell(.failure(NfcFailure.Gone(what: "this phone reads no tags"))) }
            session.alertMessage = prompt
            session.begin()
        }
    }

    /// Ends the system's sheet.
    public func end() {
        session?.invalidate()
        session = nil
    }

    nonisolated public func tagReaderSessionDidBecomeActive(_ session: NFCTagReaderSession) {}

    nonisolated public func tagReaderSession(_ session: NFCTagReaderSession, didInvalidateWithError error: any Error) {
        let words = error.localizedDescription
        Task { @MainActor in tell(.failure(NfcFailure.Gone(what: words))) }
    }

    nonisolated public func tagReaderSession(_ session: NFCTagReaderSession, didDetect tags: [NFCTag]) {
        guard case .iso7816(let tag)? = tags.first else { return session.restartPolling() }
        let link = TagLink(tag)
        session.connect(to: .iso7816(tag)) { error in
            let words = error?.localizedDescription
            Task { @MainActor in
                self.tell(words.map { .failure(NfcFailure.Gone(what: $0)) } ?? .success(link))
            }
        }
    }

    private func tell(_ result: Result<any NfcLink, any Error>) {
        found?(result)
        found = nil
    }
}

/// One tag. The core calls from a thread of its own, which waits.
final class TagLink: NfcLink, @unchecked Sendable {
    private let tag: any NFCISO7816Tag

    init(_ tag: any NFCISO7816Tag) {
        self.tag = tag
    }

    func transceive(command: Data) throws -> Data {
        guard let apdu = NFCISO7816APDU(data: command) else { throw NfcFailure.Gone(what: "not an APDU") }
        let answered = DispatchSemaphore(value: 0)
        let answer = Answer()
        tag.sendCommand(apdu: apdu) { data, one, two, error in
            answer.result = error.map { .failure(NfcFailure.Gone(what: $0.localizedDescription)) }
                ?? .success(data + Data([one, two]))
            answered.signal()
        }
        guard answered.wait(timeout: .now() + 10) == .success, let result = answer.result else {
            throw NfcFailure.Gone(what: "no answer in ten seconds")
        }
        return try result.get()
    }

    /// Written before the semaphore is signalled, read after.
    private final class Answer: @unchecked Sendable {
        var result: Result<Data, any Error>?
    }
}
#endif
