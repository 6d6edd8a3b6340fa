import LandfallKit
import SwiftUI

/// What happened, on whichever device.
struct ActivityView: View {
    @State var model: ActivityModel

    var body: some View {
        Fetched(value: model.lines, waiting: say("Reading"), again: model.refresh) { lines in
            List {
                if lines.isEmpty { Empty(title: say("NoActivity"), why: say("NoActivityWhy"), image: "clock") }
                ForEach(lines) { line in
                    Fact(line.shown, "\(line.device.isEmpty ? say("ADevice") : line.device) · \(moment(line.time))")
                }
            }
        }
        .navigationTitle(say("Activity"))
        .task { await model.refresh() }
    }
}

extension ActivityLine {
    var shown: String {
        switch what {
        case "card_added": say("CardAdded")
        case "card_removed": say("CardRemoved")
        case "card_ordered": say("CardOrdered")
        case "conflict": say("Conflict")
        case "edit_undone": say("EditUndone")
        case "brought_back": say("BroughtBack")
        case "set_aside": say("SetAside")
        default: say("Happened")
        }
    }
}
