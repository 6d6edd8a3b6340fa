import LandfallKit
import SwiftUI

/// *Diagnostics*.
struct DiagnosticsView: View {
    @State var model: DiagnosticsModel
    @State private var judged: String?
    @State private var judging = false

    var body: some View {
        Fetched(value: model.findings, waiting: say("Looking"), again: model.refresh) { findings in
            List {
                TroubleRow(trouble: model.trouble)
                Section {
                    let wrong = findings.filter { !$0.well }.count
                    Text(wrong == 0 ? say("AllWell") : say("NotAllWell", String(wrong))).font(.headline)
                    ForEach(findings) { finding in
                        Label(finding.shown, systemImage: finding.well ? "checkmark.circle" : "exclamationmark.triangle")
                            .accessibilityLabel(Text(verbatim: "\(finding.shown): \(say(finding.well ? "Well" : "NeedsLook"))"))
                    }
                }
                Section(say("Trusted")) {
                    if let roots = model.roots.value, !roots.isEmpty {
                        ForEach(roots.map(Root.init)) { Fact($0.root.name, $0.root.keyId) }
                    } else {
                        Text(say("NoneTrusted"))
                    }
                }
                Section(say("OnKeystore")) {
                    Fact(say("Attested"), AppAttest().standing() == .unattested ? say("Unattested") : say("Well"))
                    Action(say("CheckKeystore"), busy: judging, does: judge)
                    if let judged { Text(judged) }
                }
                if let report = model.report {
                    Section(say("Report")) {
                        Text(say("ReportWhy"))
                        ShareLink(item: report) { Text(say("ShareReport")) }
                    }
                }
            }
        }
        .navigationTitle(say("Diagnostics"))
        .task { await model.refresh() }
    }

    /// The contract that every keystore is judged by, on this phone's own.
    private func judge() async {
        judging = true
        let violation = await Task.detached { checkKeystore(keystore: SecureEnclaveKeystore(service: "app.landfall.contract")) }.value
        judged = violation ?? say("AllWell")
        judging = false
    }
}

private struct Root: Identifiable {
    let root: RootInfo
    var id: String { root.keyId }
}

extension Finding {
    var shown: String {
        switch key {
        case "clock": say("OnClock")
        case "keystore": say("OnKeystore")
        case "damaged": say("OnVault")
        case "operators": say("OnRoots")
        case "unfinished": say("OnUnfinished")
        case "results": say("OnResults")
        case "account": say("OnAccount")
        case "locked": say("OnLease")
        default: say("OnOther")
        }
    }
}
