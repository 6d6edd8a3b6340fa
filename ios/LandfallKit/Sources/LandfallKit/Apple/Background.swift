#if canImport(BackgroundTasks)
import BackgroundTasks
import Foundation

/// What is done while nobody looks: the account's server is asked for orders, the lease is renewed, receipts are handed in.
public enum Background {
    /// Stands in Info.plist under `BGTaskSchedulerPermittedIdentifiers`.
    public static let contact = "app.landfall.contact"

    /// To be called before the app's launch ends.
    public static func register(_ phone: @escaping @Sendable @MainActor () -> PhoneModel) {
        _ = BGTaskScheduler.shared.register(forTaskWithIdentifier: contact, using: nil) { task in
            // The next one, whatever becomes of this.
            schedule()
            let done = Done(task)
            let work = Task { @MainActor in
                let phone = phone()
                if phone.landfall == nil { await phone.open() }
                await phone.contact()
                done.tell(success: phone.trouble == nil)
            }
            task.expirationHandler = {
                work.cancel()
                done.tell(success: false)
            }
        }
    }

    /// In an hour at the earliest; the system chooses. A push message comes sooner.
    public static func schedule() {
        let request = BGAppRefreshTaskRequest(identifier: contact)
        request.earliestBeginDate = Date(timeIntervalSinceNow: 3600)
        // Refused on the simulator, or where the user switched it off: then the next start asks.
        try? BGTaskScheduler.shared.submit(request)
    }

    /// A task is told once.
    private final class Done: @unchecked Sendable {
        private let lock = NSLock()
        private var task: BGTask?

        init(_ task: BGTask) {
            self.task = task
        }

        func tell(success: Bool) {
            let task = lock.withLock {
                defer { self.task = nil }
                return self.task
            }
            task?.setTaskCompleted(success: success)
        }
    }
}
#endif
