import LandfallKit
import SwiftUI

/// Another phone asks to be let in by this one.
struct ApproveView: View {
    @State var model: ApproveModel
    @Environment(\.dismiss) private var dismiss

    var body: some View {
        List {
            TroubleRow(trouble: model.trouble)
            if let device = model.comparing { comparing(device) } else { waiting }
        }
        .navigationTitle(say("ApproveDevice"))
        .task { await model.look() }
        .onChange(of: model.done) { _, done in
            if done { dismiss() }
        }
    }

    @ViewBuilder private func comparing(_ device: WaitingDevice) -> some View {
        if let code = model.code {
            Text(say("CompareThere", device.name))
            Text(code).font(.largeTitle).monospaced().accessibilityLabel(code.map(String.init).joined(separator: " "))
            Text(say("CompareWhy"))
            Action(say("CodesSame"), busy: model.busy) { await model.compared(true) }
            Action(say("CodesDiffer"), busy: model.busy, role: .destructive) { await model.compared(false) }
        } else {
            Waiting(say("Comparing", device.name))
        }
    }

    private var waiting: some View {
        Fetched(value: model.waiting, waiting: say("Reading"), again: model.refresh) { waiting in
            if waiting.isEmpty { Empty(title: say("NobodyAsks"), why: say("NobodyAsksWhy"), image: "iphone") }
            ForEach(waiting) { device in
                Action("\(device.name): \(say("WantsIn", moment(device.expires)))", busy: model.busy) { await model.answer(device) }
            }
        }
    }
}
