import LandfallKit
import SwiftUI

/// A SIM is moved or copied to another phone of the account.
struct MoveView: View {
    @State var model: LostPhoneModel
    let iccid: String
    @State private var aim = MoveAim.move
    @State private var to: DeviceView?

    var body: some View {
        List {
            TroubleRow(trouble: model.trouble)
            Section(say("WhatHappens")) {
                ForEach(MoveAim.offered) { offered in
                    Button {
                        aim = offered
                    } label: {
                        Told(title: offered.title, why: offered.why, image: aim == offered ? "largecircle.fill.circle" : "circle")
                    }
                    .accessibilityAddTraits(aim == offered ? .isSelected : [])
                }
            }
            Section(say("ToWhich")) {
                if others.isEmpty { Text(say("NoOtherDevice")) }
                ForEach(others) { device in
                    Button {
                        to = device
                    } label: {
                        Label(device.name, systemImage: to?.id == device.id ? "largecircle.fill.circle" : "circle")
                    }
                }
            }
            if let step = model.step { Text(step.told) }
            if let to {
                Action(say(model.step == nil ? "Begin" : "GoOn"), busy: model.busy) {
                    await model.goOn(aim, iccid, to: to)
                }
            }
        }
        .navigationTitle(say("MoveToOther"))
        .task { await model.asThisDevice() }
    }

    private var others: [DeviceView] { model.devices.filter { !$0.own && !$0.revoked } }
}

extension MoveAim: @retroactive Identifiable {
    static let offered: [MoveAim] = [.move, .copy, .activate]

    public var id: String { title }

    var title: String {
        switch self {
        case .move: say("AimMove")
        case .copy: say("AimCopy")
        case .activate: say("AimActivate")
        case .overwrite: say("OverwriteIt")
        }
    }

    var why: String {
        switch self {
        case .move: say("AimMoveWhy")
        case .copy: say("AimCopyWhy")
        case .activate: say("AimActivateWhy")
        case .overwrite: say("OverwriteShort")
        }
    }
}

extension MoveStep {
    var told: String {
        switch self {
        case .ordered(let device): say("StepOrdered", device)
        case .waits(let device): say("StepWaits", device)
        case .done(let left): left.map { say("StepLeft", $0) } ?? say("StepDone")
        }
    }
}
