// Stub type check only. Never run, never shipped.
@_exported import Glibc

// int sysctlbyname(const char *, void *, size_t *, void *, size_t)
public func sysctlbyname(
    _ name: UnsafePointer<CChar>, _ old: UnsafeMutableRawPointer?, _ size: UnsafeMutablePointer<Int>?,
    _ new: UnsafeMutableRawPointer?, _ newSize: Int
) -> Int32 { fatalError() }
// uint64_t clock_gettime_nsec_np(clockid_t)
public func clock_gettime_nsec_np(_ clock: clockid_t) -> UInt64 { fatalError() }
