import Observation

/// Sign up, sign in, recover, or ask another device of the account.
@MainActor @Observable public final class SignInModel: PhoneWorking {
    public var server: String
    public var login = ""
    public var password = ""
    /// What this phone is called.
    public var device: String
    /// The recovery sheet, as typed.
    public var sheet = ""
    /// A new account's sheet, to be shown once.
    public private(set) var made: CreatedAccount?
    /// What both devices show, once an old one has answered.
    public private(set) var code: String?
    /// This phone asks, and waits for an old device.
    public private(set) var asking = false
    /// Signed in: the screen closes.
    public private(set) var done = false

    public init(_ landfall: Landfall, server: String, device: String) {
        self.server = server
        self.device = device
        super.init(landfall)
    }

    /// Whether all is given that every way needs.
    public var complete: Bool { !server.isEmpty && !login.isEmpty && !password.isEmpty && !device.isEmpty }

    public func signUp() async {
        made = await doing { try await landfall.createAccount(who: who) }
        forget()
    }

    public func signIn() async {
        await ending { try await landfall.logIn(who: who, sheet: secret(sheet)) }
    }

    /// By the sheet alone: `password` is the new one.
    public func recover(revokeOthers: Bool) async {
        await ending { try await landfall.recover(who: who, sheet: secret(sheet), revokeOthers: revokeOthers) }
    }

    /// By the password, and an old device's word.
    public func askApproval() async {
        await ending {
            asking = true
            defer { (asking, code) = (false, nil) }
            let asked = try await landfall.askApproval(who: who)
            code = try await asked.code()
            try await asked.granted()
        }
    }

    /// The user has a new account's sheet.
    public func sheetWasShown() async {
        await ending { try await landfall.sheetWasShown() }
        if done { made = nil }
    }

    private var who: SignInData {
        SignInData(server: server, login: login, password: secret(password), device: device)
    }

    private func ending(_ work: @MainActor () async throws -> Void) async {
        if await doing(work) != nil {
            done = true
            forget()
        }
    }

    /// What was typed is not kept longer than it is needed.
    private func forget() {
        if trouble == nil { (password, sheet) = ("", "") }
    }
}
