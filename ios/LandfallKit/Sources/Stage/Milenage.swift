import Foundation
import TestCrypto

/// A network's side of AKA by MILENAGE (TS 35.206 §4.1): enough to challenge a card and to know what it must answer.
public struct Milenage {
    private let key: [UInt8]
    private let opc: [UInt8]

    public init(ki: [UInt8], opc: [UInt8]) {
        key = ki
        self.opc = opc
    }

    /// RAND ‖ AUTN, and the RES that is right. `sqn` is of 48 bits; AMF 8000.
    public func challenge(rand: [UInt8], sqn: UInt64) -> (challenge: Data, xres: Data) {
        let sqn = (0..<6).map { UInt8(truncatingIfNeeded: sqn >> UInt64(40 - 8 * $0)) }
        let amf: [UInt8] = [0x80, 0x00]
        let temp = encrypt(xor(rand, opc))
        let first = sqn + amf + sqn + amf
        // f1: r1 = 64 bits, c1 = 0.
        let one = xor(encrypt(xor(temp, rotate(xor(first, opc), 8))), opc)
        // f2 and f5: r2 = 0, c2 = 1.
        var input = xor(temp, opc)
        input[15] ^= 1
        let two = xor(encrypt(input), opc)
        let autn = xor(sqn, Array(two[..<6])) + amf + Array(one[..<8])
        return (Data(rand + autn), Data(two[8...]))
    }

    private func encrypt(_ block: [UInt8]) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 16)
        precondition(tc_aes128(key, block, &out) == 1)
        return out
    }

    private func xor(_ one: [UInt8], _ two: [UInt8]) -> [UInt8] {
        zip(one, two).map { $0 ^ $1 }
    }

    private func rotate(_ bytes: [UInt8], _ by: Int) -> [UInt8] {
        Array(bytes[by...] + bytes[..<by])
    }
}
