#if canImport(dnssd)
import Foundation
import dnssd

/// The system's search of the local network. It hears multicast for apps, which may send and hear none of their own without Apple's leave
/// (`com.apple.developer.networking.multicast`). Of hosts it gives the names: the system resolves them when the core connects.
public final class DnsServiceBrowser: ServiceBrowser {
    public init() {}

    public func browse(service: String, seconds: UInt32) throws -> [FoundService] {
        try onceAllowed(until: .now + .seconds(Int64(seconds))) { end in
            let search = Search()
            defer { search.stop() }
            try search.start(service)
            while let left = milliseconds(until: end) {
                try search.wait(milliseconds: left)
            }
            return search.found
        }
    }
}

/// Until the user has answered whether the app may search, the system refuses: it is asked again, so that who says yes sees the kiosks at once.
func onceAllowed<T>(
    until end: ContinuousClock.Instant, pause: TimeInterval = 0.5, _ search: (ContinuousClock.Instant) throws -> T
) throws -> T {
    while true {
        do {
            return try search(end)
        } catch ServiceBrowserFailure.Denied(let what) {
            guard milliseconds(until: end) != nil else { throw ServiceBrowserFailure.Denied(what: what) }
            Thread.sleep(forTimeInterval: pause)
        }
    }
}

/// What is left, nothing once it is over.
private func milliseconds(until end: ContinuousClock.Instant) -> Int32? {
    let left = (end - .now) / .milliseconds(1)
    return left > 0 ? Int32(left.rounded(.up)) : nil
}

/// One search, all of it on the thread that asks: the system's answers are read where it waits for them.
private final class Search {
    /// A service is one, on however many interfaces.
    private struct Name: Hashable {
        let name: String
        let type: String
        let domain: String
    }

    /// One that is there, since when: names are listed in the order in which they came.
    private struct Seen {
        var interfaces: Set<UInt32>
        var found: FoundService?
    }

    /// A question of where a service is.
    private final class Question {
        unowned let search: Search
        let name: Name
        var ref: DNSServiceRef?
        var isAnswered = false

        init(_ search: Search, _ name: Name) {
            self.search = search
            self.name = name
        }
    }

    private var browsing: DNSServiceRef?
    private var questions: [Question] = []
    private var seen: [Name: Seen] = [:]
    private var order: [Name] = []
    private var failure: DNSServiceErrorType?

    var found: [FoundService] { order.compactMap { seen[$0]?.found } }

    func start(_ service: String) throws {
        let error = DNSServiceBrowse(&browsing, 0, 0, service, nil, { _, flags, interface, error, name, type, domain, context in
            guard let search: Search = whose(context) else { return }
            guard error == kDNSServiceErr_NoError, let name, let type, let domain else { return search.failure = error }
            let seen = Name(name: String(cString: name), type: String(cString: type), domain: String(cString: domain))
            let isThere = flags & DNSServiceFlags(kDNSServiceFlagsAdd) != 0
            search.told(seen, on: interface, isThere: isThere)
        }, Unmanaged.passUnretained(self).toOpaque())
        try check(Int(error))
    }

    /// Waits for the system, and takes what it says.
    func wait(milliseconds: Int32) throws {
        let refs = [browsing].compactMap { $0 } + questions.compactMap(\.ref)
        var waiting = refs.map { pollfd(fd: DNSServiceRefSockFD($0), events: Int16(POLLIN), revents: 0) }
        guard poll(&waiting, nfds_t(waiting.count), milliseconds) > 0 else { return }
        for (ref, its) in zip(refs, waiting) where its.revents != 0 {
            try check(Int(DNSServiceProcessResult(ref)))
        }
        try check(failure.map(Int.init) ?? 0)
        questions.removeAll { question in
            if question.isAnswered { question.ref.map(DNSServiceRefDeallocate) }
            return question.isAnswered
        }
    }

    func stop() {
        questions.compactMap(\.ref).forEach(DNSServiceRefDeallocate)
        browsing.map(DNSServiceRefDeallocate)
        (questions, browsing) = ([], nil)
    }

    private func told(_ name: Name, on interface: UInt32, isThere: Bool) {
        guard isThere else {
            seen[name]?.interfaces.remove(interface)
            guard seen[name]?.interfaces.isEmpty == true else { return }
            seen[name] = nil
            return order.removeAll { $0 == name }
        }
        guard seen[name] == nil else {
            seen[name]?.interfaces.insert(interface)
            return
        }
        seen[name] = Seen(interfaces: [interface], found: nil)
        order.append(name)
        ask(name, on: interface)
    }

    private func ask(_ name: Name, on interface: UInt32) {
        let question = Question(self, name)
        let error = DNSServiceResolve(&question.ref, 0, interface, name.name, name.type, name.domain, {
            _, _, _, error, _, host, port, length, text, context in
            guard let question: Question = whose(context) else { return }
            question.isAnswered = true
            guard error == kDNSServiceErr_NoError, let host else { return }
            // With its final dot a name is not always looked up as one of `.local`.
            let name = String(cString: host)
            let address = "\(name.hasSuffix(".") ? String(name.dropLast()) : name):\(UInt16(bigEndian: port))"
            question.search.seen[question.name]?.found = FoundService(
                name: question.name.name, addresses: [address], fields: fields(text, length))
        }, Unmanaged.passUnretained(question).toOpaque())
        // Another one may still be resolved.
        if error == kDNSServiceErr_NoError { questions.append(question) }
    }

    /// kDNSServiceErr_PolicyDenied: the user said no; kDNSServiceErr_NoAuth: `NSBonjourServices` does not name the type.
    private func check(_ error: Int) throws {
        switch error {
        case Int(kDNSServiceErr_NoError): return
        case -65570, -65555: throw ServiceBrowserFailure.Denied(what: "DNS-SD \(error)")
        default: throw ServiceBrowserFailure.Unavailable(what: "DNS-SD \(error)")
        }
    }
}

private func whose<T: AnyObject>(_ context: UnsafeMutableRawPointer?) -> T? {
    context.map { Unmanaged<T>.fromOpaque($0).takeUnretainedValue() }
}

/// A TXT record (RFC 6763 §6): what has no value, or none in UTF-8, is left out.
private func fields(_ text: UnsafePointer<UInt8>?, _ length: UInt16) -> [String: String] {
    var fields: [String: String] = [:]
    for at in 0..<TXTRecordGetCount(length, text) {
        var key = [CChar](repeating: 0, count: 256)
        var size: UInt8 = 0
        var value: UnsafeRawPointer?
        let error = TXTRecordGetItemAtIndex(length, text, at, UInt16(key.count), &key, &size, &value)
        guard error == kDNSServiceErr_NoError, let value else { continue }
        guard let value = String(data: Data(bytes: value, count: Int(size)), encoding: .utf8) else { continue }
        fields[String(decoding: key.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)] = value
    }
    return fields
}
#endif
