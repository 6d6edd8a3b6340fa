import Foundation
import LandfallKit
import TestCrypto

/// A keystore of files, for tests on Linux: it stands where the Secure Enclave stands on a phone, and guards nothing.
public final class FileKeystore: Keystore, @unchecked Sendable {
    private let folder: URL
    private let lock = NSLock()
    /// What every use of a key answers, while it is set: how a locked phone looks to the core.
    public var refusal: KeystoreFailure?

    public init(_ folder: URL) throws {
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    public func protection() -> KeystoreProtection { .software }

    public func generateSigningKey(id: String, challenge: Data) throws -> SigningKeyInfo {
        try locked {
            if let kept = read(id, "sign") { return info(kept) }
            var scalar = [UInt8](repeating: 0, count: 32)
            var point = [UInt8](repeating: 0, count: 65)
            guard tc_p256_generate(&scalar, &point) == 1 else { throw KeystoreFailure.Unavailable(what: "OpenSSL") }
            let key = Data(scalar + point)
            try write(key, id, "sign")
            return info(key)
        }
    }

    public func attest(id: String) throws -> SigningKeyInfo {
        try locked { info(try need(id, "sign")) }
    }

    public func sign(id: String, message: Data) throws -> Data {
        try locked {
            let key = [UInt8](try need(id, "sign").prefix(32))
            var signature = [UInt8](repeating: 0, count: 80)
            var size = signature.count
            guard tc_p256_sign(key, [UInt8](message), message.count, &signature, &size) == 1 else {
                throw KeystoreFailure.Unavailable(what: "OpenSSL")
            }
            return Data(signature.prefix(size))
        }
    }

    public func makeWrappingKey(id: String) throws {
        try locked {
            if read(id, "wrap") == nil { try write(Data(random(32)), id, "wrap") }
        }
    }

    public func wrap(id: String, plain: Data) throws -> Data {
        try locked { try seal(need(id, "wrap"), plain) }
    }

    public func unwrap(id: String, wrapped: Data) throws -> Data {
        try locked { try open(need(id, "wrap"), wrapped) }
    }

    public func rewrap(from: String, to: String, wrapped: Data) throws -> Data {
        try locked { try seal(need(to, "wrap"), open(need(from, "wrap"), wrapped)) }
    }

    public func number(id: String) throws -> UInt64 {
        try locked { read(id, "number").flatMap { UInt64(String(decoding: $0, as: UTF8.self)) } ?? 0 }
    }

    public func raise(id: String, number: UInt64) throws {
        guard try self.number(id: id) < number else { return }
        try locked {
            // A key is no number.
            guard read(id, "sign") == nil, read(id, "wrap") == nil else { throw KeystoreFailure.NoSuchKey }
            try write(Data(String(number).utf8), id, "number")
        }
    }

    public func destroy(id: String) throws {
        try locked {
            for kind in ["sign", "wrap", "number"] { try? FileManager.default.removeItem(at: file(id, kind)) }
        }
    }

    private func locked<T>(_ work: () throws -> T) throws -> T {
        lock.lock()
        defer { lock.unlock() }
        if let refusal { throw refusal }
        return try work()
    }

    private func file(_ id: String, _ kind: String) -> URL {
        folder.appendingPathComponent(id.utf8.map { String(format: "%02x", $0) }.joined() + "." + kind)
    }

    private func read(_ id: String, _ kind: String) -> Data? {
        try? Data(contentsOf: file(id, kind))
    }

    private func need(_ id: String, _ kind: String) throws -> Data {
        guard let kept = read(id, kind) else { throw KeystoreFailure.NoSuchKey }
        return kept
    }

    private func write(_ bytes: Data, _ id: String, _ kind: String) throws {
        do {
            try bytes.write(to: file(id, kind), options: .atomic)
        } catch {
            throw KeystoreFailure.Unavailable(what: "\(error)")
        }
    }

    private func info(_ key: Data) -> SigningKeyInfo {
        SigningKeyInfo(publicKey: Data(key.suffix(65)), attestation: [])
    }

    private func random(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        precondition(tc_random(&bytes, count) == 1)
        return bytes
    }

    private func seal(_ key: Data, _ plain: Data) throws -> Data {
        let nonce = random(12)
        var out = [UInt8](repeating: 0, count: plain.count + 16)
        guard tc_gcm_seal([UInt8](key), nonce, [UInt8](plain), plain.count, &out) == 1 else {
            throw KeystoreFailure.Unavailable(what: "OpenSSL")
        }
        return Data(nonce + out)
    }

    private func open(_ key: Data, _ wrapped: Data) throws -> Data {
        let bytes = [UInt8](wrapped)
        guard bytes.count >= 28 else { throw KeystoreFailure.Damaged }
        let sealed = Array(bytes[12...])
        var out = [UInt8](repeating: 0, count: sealed.count - 16)
        guard tc_gcm_open([UInt8](key), Array(bytes[..<12]), sealed, sealed.count, &out) == 1 else {
            throw KeystoreFailure.Damaged
        }
        return Data(out)
    }
}
