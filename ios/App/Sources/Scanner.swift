import AVFoundation
import SwiftUI
import UIKit
import VisionKit

/// The camera, until it reads a QR code. Where there is none, codes are typed.
struct Scanner: View {
    let found: @MainActor (String) -> Void
    /// What the user says to the system's question; none while it is asked.
    @State private var allowed: Bool?

    var body: some View {
        Group {
            if allowed == nil {
                Waiting(say("Opening"))
            } else if DataScannerViewController.isSupported && DataScannerViewController.isAvailable {
                Camera(found: found).ignoresSafeArea().accessibilityLabel(say("ScanCode"))
            } else {
                Empty(title: say("NoCamera"), why: say("NoCameraWhy"), image: "camera")
            }
        }
        // The scanner is not available before the user was asked, and does not ask.
        .task { allowed = await AVCaptureDevice.requestAccess(for: .video) }
    }
}

private struct Camera: UIViewControllerRepresentable {
    let found: @MainActor (String) -> Void

    func makeUIViewController(context: Context) -> DataScannerViewController {
        let scanner = DataScannerViewController(recognizedDataTypes: [.barcode(symbologies: [.qr])], isHighlightingEnabled: true)
        scanner.delegate = context.coordinator
        // Refused by the user: the sheet is closed, and the code typed.
        try? scanner.startScanning()
        return scanner
    }

    func updateUIViewController(_ scanner: DataScannerViewController, context: Context) {}

    func makeCoordinator() -> Coordinator { Coordinator(found) }

    @MainActor final class Coordinator: NSObject, DataScannerViewControllerDelegate {
        private let found: @MainActor (String) -> Void

        init(_ found: @escaping @MainActor (String) -> Void) {
            self.found = found
        }

        func dataScanner(_ scanner: DataScannerViewController, didAdd items: [RecognizedItem], allItems: [RecognizedItem]) {
            for case .barcode(let code) in items {
                guard let text = code.payloadStringValue else { continue }
                scanner.stopScanning()
                return found(text)
            }
        }
    }
}
