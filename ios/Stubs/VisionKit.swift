// Stub type check only. Never run, never shipped.
@_exported import Foundation
import UIKit

// enum RecognizedItem: Identifiable { case text(RecognizedItem.Text), barcode(RecognizedItem.Barcode) }
public enum RecognizedItem: Sendable {
    // struct RecognizedItem.Barcode { let payloadStringValue: String? }
    public struct Barcode: Sendable { public let payloadStringValue: String? }
    case text(String), barcode(Barcode)
}

// struct VNBarcodeSymbology { static let qr: VNBarcodeSymbology }
public struct VNBarcodeSymbology: Sendable { public static let qr = Self() }

// @MainActor protocol DataScannerViewControllerDelegate: AnyObject
@MainActor public protocol DataScannerViewControllerDelegate: AnyObject {
    // func dataScanner(_ dataScanner: DataScannerViewController, didAdd addedItems: [RecognizedItem], allItems: [RecognizedItem])
    func dataScanner(_ scanner: DataScannerViewController, didAdd items: [RecognizedItem], allItems: [RecognizedItem])
}

// @MainActor class DataScannerViewController: UIViewController
@MainActor public final class DataScannerViewController: UIViewController {
    // struct DataScannerViewController.RecognizedDataType { static func barcode(symbologies: [VNBarcodeSymbology] = []) -> Self }
    public struct RecognizedDataType: Hashable, Sendable {
        public static func barcode(symbologies: [VNBarcodeSymbology] = []) -> Self { fatalError() }
    }
    // static var isSupported: Bool; static var isAvailable: Bool
    public static var isSupported: Bool { fatalError() }
    public static var isAvailable: Bool { fatalError() }
    // init(recognizedDataTypes: Set<RecognizedDataType>, qualityLevel: = .balanced, recognizesMultipleItems: Bool = false, …,
    //     isHighlightingEnabled: Bool = false)
    public init(recognizedDataTypes: Set<RecognizedDataType>, isHighlightingEnabled: Bool = false) { fatalError() }
    // weak var delegate: (any DataScannerViewControllerDelegate)?
    public weak var delegate: (any DataScannerViewControllerDelegate)?
    // func startScanning() throws; func stopScanning()
    public func startScanning() throws {}
    public func stopScanning() {}
}
