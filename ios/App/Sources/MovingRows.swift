import LandfallKit
import SwiftUI

/// The steps of a copy or a move, so far, and what can be done about the one that waits.
struct MovingRows: View {
    let moving: Moving

    var body: some View {
        if moving.steps.isEmpty, moving.trouble == nil { Waiting(say("MoveBegins")) }
        ForEach(moving.steps.enumerated().map(Step.init)) { one in
            Label(one.step.told, systemImage: one.step.image)
        }
        TroubleRow(trouble: moving.trouble)
        if moving.trouble?.retry == .yes {
            Action(say("TryAgain")) { await moving.follow() }
        }
        if let lost = moving.mayBeLost {
            Text(say("WithoutItWhy", lost)).font(.footnote)
            Action(say("WithoutIt")) { moving.withoutIt() }
        }
    }
}

private struct Step: Identifiable {
    let id: Int
    let step: MoveStep

    init(_ place: Int, _ step: MoveStep) {
        (id, self.step) = (place, step)
    }
}

extension MoveStep {
    var told: String {
        switch self {
        case .ordered(let device): say("StepOrdered", device)
        case .waits(let device): say("StepWaits", device)
        case .done(let left): left.map { "\(say("StepDone")). \(say("StepLeft", $0))" } ?? say("StepDone")
        }
    }

    var image: String {
        if case .done = self { "checkmark.circle" } else { "clock" }
    }
}
