import LandfallKit
import SwiftUI

/// *Out of contact*: when this phone locks and erases itself.
struct LeaseView: View {
    @State var model: LeaseModel
    @Environment(\.dismiss) private var dismiss

    var body: some View {
        Fetched(value: model.standing, waiting: say("Reading"), again: model.refresh) { _ in
            List {
                Text(say("LeaseWhy"))
                TroubleRow(trouble: model.trouble)
                if let wanted = model.wanted { terms(wanted) }
            }
        }
        .navigationTitle(say("OutOfContact"))
        .task { await model.refresh() }
        .onChange(of: model.done) { _, done in
            if done { dismiss() }
        }
    }

    @ViewBuilder private func terms(_ wanted: Standing) -> some View {
        Section(say("LockAfter")) {
            Text(say("LockAfterWhy")).font(.footnote)
            ForEach(model.locks, id: \.self) { seconds in
                Choice(span(seconds), chosen: wanted.lockAfter == seconds) { model.lock(after: seconds) }
            }
        }
        Section(say("EraseAfter")) {
            Text(say("EraseAfterWhy")).font(.footnote)
            ForEach(model.erasures, id: \.self) { seconds in
                Choice(span(seconds), chosen: wanted.eraseAfter == seconds) { model.erase(after: seconds) }
            }
        }
        Section {
            Toggle(say("UnlockOffline"), isOn: $model.unlockOffline)
            Text(say("UnlockOfflineWhy")).font(.footnote)
            Action(say("Save"), busy: model.busy) { await model.save() }
        }
    }

    /// Days; hours below one.
    private func span(_ seconds: UInt64) -> String {
        switch seconds / 86_400 {
        case 0: say("Hours", String(seconds / 3_600))
        case 1: say("Day")
        case let days: say("Days", String(days))
        }
    }
}
