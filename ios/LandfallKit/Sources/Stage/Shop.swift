import Foundation
import LandfallKit

/// An operator, its kiosk with stock, which serves on loopback; all in a folder of its own, which goes with it.
public final class Shop: @unchecked Sendable {
    public let folder: Folder
    /// What a phone scans.
    public let startCode: String
    /// `HOST:PORT`.
    public let address: String
    private let kiosk: Program
    private let serving: Running

    /// `lan`: the address of this machine that it announces itself at, by multicast DNS.
    public init(_ name: String = "Gate 7", lan: String? = nil) throws {
        folder = try Folder()
        let program = try Program("landfall-kiosk", data: folder.at("kiosk"))
        try program.ask("operator", "init", "--dir", folder.at("operator").path)
        try program.ask("init", "--operator", folder.at("operator").path, "--name", name)
        try program.ask("stock", "example", "--dir", folder.at("stock").path)
        // What is free is marked by its operator as one that may be copied and moved, too.
        let stock = folder.at("stock/stock.toml")
        let free = "authorisation = \"free\"\n"
        let products = try String(contentsOf: stock, encoding: .utf8).replacingOccurrences(of: free, with: free + "portable = true\n")
        try products.write(to: stock, atomically: true, encoding: .utf8)
        try program.ask("stock", "import", stock.path)
        let listen = ["--listen", "\(lan ?? "127.0.0.1"):0"] + (lan == nil ? [] : ["--announce"])
        let (running, said) = try program.serve(["serve"] + listen)
        guard let code = said["start_code"] as? String, let address = said["address"] as? String else {
            throw Broken("the kiosk says \(said)")
        }
        (kiosk, serving, startCode, self.address) = (program, running, code, address)
    }

    /// The operator's root certificate, DER.
    public func root() throws -> Data {
        try Data(contentsOf: folder.at("operator/root.der"))
    }

    /// The attendant agrees to the sale whose phone shows `code`.
    public func authorise(_ code: String) throws {
        try kiosk.ask("sales", "authorise", code)
    }

    /// Sales that wait for the attendant.
    public func pending() throws -> [Any] {
        let said = try kiosk.ask("sales", "pending")
        return said["list"] as? [Any] ?? said.values.compactMap { $0 as? [Any] }.first ?? []
    }

    /// How the kiosk stands.
    public func status() throws -> [String: Any] {
        try kiosk.ask("status")
    }

    /// The network's side of a card that was sold here.
    public func network(of iccid: String) throws -> Milenage {
        for name in ["jp-week", "asia-month", "hello"] {
            let rows = try String(contentsOf: folder.at("stock/\(name).csv"), encoding: .utf8).split(separator: "\n")
            for row in rows.map({ $0.split(separator: ",").map(String.init) }) where row[1] == iccid {
                return Milenage(ki: try bytes(row[4]), opc: try bytes(row[5]))
            }
        }
        throw Broken("no row of \(iccid)")
    }

    private func bytes(_ hex: String) throws -> [UInt8] {
        try stride(from: 0, to: hex.count, by: 2).map { at in
            let start = hex.index(hex.startIndex, offsetBy: at)
            guard let byte = UInt8(hex[start..<hex.index(start, offsetBy: 2)], radix: 16) else { throw Broken(hex) }
            return byte
        }
    }
}

/// An accounts' server that serves on loopback.
public final class Cloud: @unchecked Sendable {
    public let folder: Folder
    /// Its address, `http://127.0.0.1:…`.
    public let url: String
    private let serving: Running

    public init() throws {
        folder = try Folder()
        let program = try Program("landfall-cloud", data: folder.at("cloud"))
        let (running, said) = try program.serve("serve", "--listen", "127.0.0.1:0")
        guard let url = said["url"] as? String else { throw Broken("the cloud says \(said)") }
        (serving, self.url) = (running, url)
    }
}
