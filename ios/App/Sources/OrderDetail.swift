import LandfallKit
import SwiftUI

/// An order with its states, their times and the device's receipt.
struct OrderDetail: View {
    let model: LostPhoneModel
    let chosen: OrderInfo

    var body: some View {
        List {
            TroubleRow(trouble: model.trouble)
            Section {
                Fact(say("Device"), order.device)
                if !order.cards.isEmpty { Fact(say("Sims"), order.cards.joined(separator: "\n")) }
                Fact(say("Issued"), moment(order.issued))
                Fact(say("Deadline"), moment(order.deadline))
                ForEach(order.states.map(Stated.init)) { Fact($0.event.shown, moment($0.event.time)) }
            }
            if let receipt = order.receipt {
                Section(say("ReceiptTitle")) {
                    Text(say("HasReceipt"))
                    Fact(say("Outcome"), receipt.outcomeShown)
                    Fact(say("When"), moment(receipt.time))
                    Fact(say("Sims"), receipt.cards.isEmpty ? say("None") : receipt.cards.joined(separator: "\n"))
                    Fact(say("ReceiptNumber"), String(receipt.number))
                    Fact(say("OrderHash"), receipt.order)
                    Text(say("ReceiptWhy")).font(.footnote)
                    ShareLink(item: receipt.text) { Text(say("Share")) }
                }
            } else {
                Text(say("NoReceiptYet"))
            }
            if let doubt = order.doubt {
                Section(say("Doubt")) {
                    Text(say("DoubtWhy"))
                    TroubleRow(trouble: doubt)
                }
            }
            if order.state == "stored", order.takenBackUntil > UInt64(Date().timeIntervalSince1970) {
                Fact(say("TakenBackUntil"), moment(order.takenBackUntil))
                Action(say("TakeBack"), busy: model.busy) { await model.takeBack(order) }
            }
        }
        .navigationTitle(order.verb.shown)
        .task { await model.follow() }
    }

    /// As it stands now.
    private var order: OrderInfo { model.orders.value?.first { $0.id == chosen.id } ?? chosen }
}

private struct Stated: Identifiable {
    let event: OrderEvent
    var id: String { "\(event.state) \(event.time)" }
}

private func stateWord(_ state: String) -> String {
    switch state {
    case "stored": say("StateStored")
    case "sent": say("StateSent")
    case "received": say("StateReceived")
    case "locked": say("StateLocked")
    case "erased": say("StateErased")
    case "done", "unlocked": say("StateObeyed")
    case "refused": say("StateRefused")
    case "overdue": say("StateOverdue")
    case "taken_back": say("StateTakenBack")
    default: say("StateOther")
    }
}

extension OrderEvent {
    var shown: String { stateWord(state) }
}

extension OrderInfo {
    var stateShown: String { stateWord(state) }
}

extension OrderVerb {
    var shown: String {
        switch self {
        case .lock: say("VerbLock")
        case .unlock: say("VerbUnlock")
        case .delete: say("VerbDelete")
        case .wipe: say("VerbWipe")
        case .other: say("VerbOther")
        }
    }
}

extension ReceiptInfo {
    /// A refusal says why after a colon.
    var outcomeShown: String { stateWord(String(outcome.prefix { $0 != ":" })) }

    /// What is shown to whoever asks.
    var text: String {
        """
        \(say("Receipt")) \(number)
        \(say("Device")): \(device)
        \(say("Outcome")): \(outcomeShown)
        \(say("When")): \(moment(time))
        \(say("Sims")): \(cards.isEmpty ? say("None") : cards.joined(separator: ", "))
        \(say("OrderHash")): \(order)
        """
    }
}
