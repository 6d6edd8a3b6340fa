import Foundation
import Observation

/// The app's root: the data folder is opened, this phone obeys its owner, and what it was before a kill is gone on with.
@MainActor @Observable public final class PhoneModel: Working {
    public enum State: Sendable {
        case opening
        /// In use.
        case ready(Landfall)
        /// By its owner's order, or since nobody heard of it: nothing is used until the owner signs in.
        case locked(Landfall)
        /// What was here is destroyed. `owes`: the receipt is not handed in yet.
        case wiped(owes: Bool)
        /// It can't be opened: the keystore waits for the user, or something failed.
        case failed(Trouble)
    }

    public private(set) var state: State = .opening
    /// What the last start went on with.
    public private(set) var started: Started?
    /// Another device has written since the last sync.
    public var changed = false
    /// Seconds until the line to the account's server is tried again; none while it is open, or where there is no account.
    public private(set) var lineLost: UInt64?
    /// How often the account has changed since the start.
    public private(set) var accounts = 0
    /// Where Apple's push service reaches this app, hex; the account's server is told when `listen` begins.
    private var pushToken: String?
    private var opening: Task<Void, Never>?

    private let settings: OpenSettings
    private let ports: Ports

    public init(settings: OpenSettings, ports: Ports) {
        self.settings = settings
        self.ports = ports
    }

    /// Opens the folder and starts. May be called again after a failure; who calls while it opens waits for that, and an open one stays as it is.
    public func open() async {
        if landfall != nil { return }
        let opening = opening ?? Task { await openNow() }
        self.opening = opening
        await opening.value
        self.opening = nil
    }

    private func openNow() async {
        state = .opening
        let (settings, ports) = (settings, ports)
        do {
            // It blocks while the keystore asks for the user.
            let landfall = try await Task.detached { try Landfall.open(settings: settings, ports: ports) }.value
            try await start(landfall)
        } catch {
            await failed(error)
        }
    }

    /// The account of this phone is another one now, or none: `listen` begins anew.
    public func accountChanged() {
        accounts += 1
    }

    /// Where the push service reaches this app from now on.
    public func wokenAt(_ token: Data) {
        pushToken = token.map { String(format: "%02x", $0) }.joined()
        accounts += 1
    }

    /// Keeps a line to the account's server for as long as the task lives, and obeys at once. It ends where nobody is signed in.
    /// A locked phone listens, too: to be unlocked, or wiped.
    public func listen() async {
        guard let landfall, let watch = try? landfall.watch() else { return }
        if let pushToken { _ = try? await landfall.beWokenAt(token: pushToken, apple: true) }
        for await event in watch.events {
            await heard(event, landfall)
        }
        watch.stop()
    }

    /// Asks for orders once: what a push message or a background task does.
    public func contact() async {
        guard let landfall else { return }
        if let event = await doing({ try await landfall.contact() }) { await heard(event, landfall) }
    }

    /// The same in the midst of something else, which an error ends.
    func obey(_ landfall: Landfall) async throws {
        await heard(try await landfall.contact(), landfall)
    }

    /// Unlocks it as its owner, by the account's password.
    public func unlock(password: String) async {
        guard let landfall else { return }
        await doing {
            try await landfall.signIn(password: secret(password))
            try await start(landfall)
        }
    }

    /// Unlocks it without a network, by the recovery sheet, where the owner allowed it.
    public func unlock(sheet: String) async {
        guard let landfall else { return }
        await doing {
            try await landfall.signInBySheet(sheet: secret(sheet))
            try await start(landfall)
        }
    }

    /// Hands in the receipt of a wipe.
    public func handIn() async {
        let (settings, ports) = (settings, ports)
        await doing {
            let remains = try await Task.detached { try Remains.find(settings: settings, ports: ports) }.value
            state = .wiped(owes: !(try await remains.handIn()))
        }
        // Nothing is owed to anybody.
        if trouble?.key == "remains.none" { (trouble, state) = (nil, .wiped(owes: false)) }
    }

    /// Sets a wiped phone up again, with an empty vault. While a receipt is owed that is refused, unless `unheard`: the owner never gets it then.
    public func beginAnew(unheard: Bool = false) async {
        guard case .wiped = state else { return }
        let (settings, ports) = (settings, ports)
        await doing {
            let begin = Task.detached { try Landfall.beginAnew(settings: settings, ports: ports, unheard: unheard) }
            try await start(try await begin.value)
        }
    }

    /// The open folder, locked or not.
    public var landfall: Landfall? {
        switch state {
        case .ready(let landfall), .locked(let landfall): landfall
        case .opening, .wiped, .failed: nil
        }
    }

    private func start(_ landfall: Landfall) async throws {
        let started = try await landfall.start()
        self.started = started
        state = started.locked ? .locked(landfall) : .ready(landfall)
    }

    private func heard(_ event: HereEvent, _ landfall: Landfall) async {
        switch event {
        case .listening: lineLost = nil
        case .changed: changed = true
        case .lost(let seconds): lineLost = seconds
        case .obeyed(let verbs, let locked, let erased):
            if erased {
                state = .wiped(owes: true)
            } else if !verbs.isEmpty {
                state = locked ? .locked(landfall) : .ready(landfall)
                changed = true
            }
        }
    }

    private func failed(_ error: any Error) async {
        guard case LandfallError.Wiped? = error as? LandfallError else { return state = .failed(Trouble(error)) }
        state = .wiped(owes: true)
        await handIn()
    }
}
