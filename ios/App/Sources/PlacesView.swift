import LandfallKit
import SwiftUI

/// *Where the SIM can be used on this phone*.
struct PlacesView: View {
    private let model = PlacesModel(AppleDevice().facts(), removable: false)

    var body: some View {
        List {
            Text(say("WhereIntro"))
            ForEach(model.places) { place in
                Section(place.title) {
                    Label(place.standing, systemImage: place.usable ? "checkmark.circle" : "xmark.circle").font(.headline)
                    Text(place.why)
                }
            }
        }
        .navigationTitle(say("WhereUsed"))
    }
}

extension PlacesModel.Place {
    var title: String {
        switch kind {
        case .system: say("WhereSystem")
        case .removable: say("WhereRemovable")
        case .software: say("WhereSoftware")
        }
    }

    var standing: String {
        switch kind {
        case .system: say(usable ? "GsmaOnly" : "NoEsim")
        case .removable: say(usable ? "Possible" : "NotOnIphone")
        case .software: say("InAppsOnly")
        }
    }

    var why: String {
        switch kind {
        case .system: say("WhereSystemWhy")
        case .removable: say("WhereRemovableWhy")
        case .software: say("WhereSoftwareWhy")
        }
    }
}
