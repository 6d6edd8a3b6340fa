#if canImport(Darwin)
import Darwin
import Foundation

/// The phone's clocks. `CLOCK_MONOTONIC` goes on while it sleeps, and nobody sets it.
public final class AppleClock: Clock {
    public init() {}

    public func read() -> ClockReading {
        ClockReading(
            wall: UInt64(max(0, Date().timeIntervalSince1970)),
            uptime: clock_gettime_nsec_np(CLOCK_MONOTONIC) / 1_000_000_000,
            boot: Self.boot())
    }

    /// Which start this is: the kernel's UUID of it; else the time of the start, which also changes when the clock is set. Empty if neither is told.
    private static func boot() -> Data {
        var text = [CChar](repeating: 0, count: 64)
        var size = text.count
        let told = sysctlbyname("kern.bootsessionuuid", &text, &size, nil, 0) == 0
        let name = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        if told, let uuid = UUID(uuidString: name) {
            return withUnsafeBytes(of: uuid.uuid) { Data($0) }
        }
        var time = timeval()
        size = MemoryLayout<timeval>.size
        guard sysctlbyname("kern.boottime", &time, &size, nil, 0) == 0 else { return Data() }
        return withUnsafeBytes(of: Int64(time.tv_sec).bigEndian) { Data($0) } + Data(count: 8)
    }
}
#endif
