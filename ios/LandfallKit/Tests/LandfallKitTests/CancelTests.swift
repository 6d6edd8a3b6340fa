import Foundation
import LandfallKit
import Stage
import Testing

@Suite struct CancelTests {
    /// A task that is cancelled while it pulls ends at once, and no event is lost to whoever pulls next.
    @Test func pullingStopsAndLosesNothing() async throws {
        let shop = try Shop()
        let (_, landfall) = try await shop.phone()
        let visit = try await landfall.visit(target: .code(text: shop.startCode))
        let flow = try visit.acquire(classId: "jp-week", userId: nil, voucher: nil)
        let events = flow.events
        let seen = Seen()
        let first = Task {
            for await event in events {
                if case .waiting(_, let shown) = event { await seen.take(shown) }
            }
        }
        try await until { await seen.code != nil }
        first.cancel()
        await first.value
        let code = try #require(await seen.code)
        try shop.authorise(code)
        var rest: [FlowEvent] = []
        for await event in events { rest.append(event) }
        #expect(rest.first == .authorised)
        #expect(try await flow.finished().iccid != nil)
    }

    /// A task that runs a flow and is cancelled puts it off: what is reserved stays so, and the same choice goes on with it.
    @Test func aCancelledTaskPutsItsFlowOff() async throws {
        let shop = try Shop()
        let (_, landfall) = try await shop.phone()
        let visit = try await landfall.visit(target: .code(text: shop.startCode))
        let flow = try visit.acquire(classId: "jp-week", userId: nil, voucher: nil)
        let task = Task { try await flow.run() }
        try await until { try !shop.pending().isEmpty }
        task.cancel()
        await #expect(throws: LandfallError.self) { try await task.value }
        #expect(try await landfall.unfinished().count == 1)
        #expect(try shop.numbers().values.reduce(0, +) == 1)
    }
}

private actor Seen {
    private(set) var code: String?

    func take(_ code: String) { self.code = code }
}
