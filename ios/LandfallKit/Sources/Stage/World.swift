import Foundation
import LandfallKit

extension Shop {
    /// A phone that trusts this shop's operator, open and started.
    public func phone(
        _ name: String = "phone-1", browser: (any ServiceBrowser)? = nil
    ) async throws -> (phone: Phone, landfall: Landfall) {
        let phone = try Phone(folder.at(name), name: name, browser: browser)
        let landfall = try phone.open()
        _ = try await landfall.start()
        _ = try await landfall.addRoot(der: root())
        return (phone, landfall)
    }

    /// A SIM that costs nothing, with its first PIN; its number.
    public func sim(on landfall: Landfall, pin: String = "1357") async throws -> String {
        let visit = try await landfall.visit(target: .code(text: startCode))
        let gained = try await visit.acquire(classId: "hello", userId: nil, voucher: nil).run()
        guard let iccid = gained.iccid else { throw Broken("nothing was gained") }
        try await landfall.setFirstPin(iccid: iccid, pin: Data(pin.utf8))
        return iccid
    }

    /// Its numbers by state, those that are only available left out.
    public func numbers() throws -> [String: Int] {
        var numbers = try status()["numbers"] as? [String: Int] ?? [:]
        numbers["available"] = nil
        return numbers
    }
}

extension Cloud {
    /// Who signs in here.
    public func who(_ login: String, device: String, password: String = "a long enough password") -> SignInData {
        SignInData(server: url, login: login, password: Data(password.utf8), device: device)
    }

    /// Two phones of one account, each in a folder of its own, and its recovery sheet.
    public func two(
        _ shop: Shop
    ) async throws -> (first: (phone: Phone, landfall: Landfall), second: (phone: Phone, landfall: Landfall), sheet: String) {
        let first = try await shop.phone("first")
        let second = try await shop.phone("second")
        let made = try await first.landfall.createAccount(who: who("ann", device: "First phone"))
        try await first.landfall.sheetWasShown()
        try await second.landfall.logIn(who: who("ann", device: "Second phone"), sheet: Data(made.sheet.utf8))
        return (first, second, made.sheet)
    }
}
