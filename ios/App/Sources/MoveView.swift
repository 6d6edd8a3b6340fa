import LandfallKit
import SwiftUI

/// A SIM is moved or copied to another phone of the account, or the live one is chosen among its copies.
struct MoveView: View {
    @State var model: MoveModel

    var body: some View {
        List {
            if let moving = model.moving { MovingRows(moving: moving) } else { choices }
        }
        .navigationTitle(say("MoveToOther"))
        .task { await model.refresh() }
        .onDisappear { model.moving?.leave() }
    }

    @ViewBuilder private var choices: some View {
        Section(say("WhatHappens")) {
            ForEach([MoveAim.move, .copy, .activate], id: \.self) { aim in
                Choice(aim.title, why: aim.why, chosen: model.aim == aim) {
                    Task { await model.choose(aim) }
                }
            }
        }
        Section(say("ToWhich")) {
            Text(say("NeedsChip")).font(.footnote)
            Fetched(value: model.devices, waiting: say("Reading"), again: model.refresh) { devices in
                if devices.isEmpty { Text(say("NoOtherDevice")) }
                ForEach(devices) { device in
                    Choice(device.name, why: device.own ? say("ThisPhone") : nil, chosen: model.to?.id == device.id) {
                        model.choose(device)
                    }
                }
            }
        }
        Action(say("Begin")) { await model.begin() }.disabled(model.to == nil)
    }
}

extension MoveAim {
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
