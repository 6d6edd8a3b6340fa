import SwiftUI

/// One of what is offered: marked if it is chosen.
struct Choice: View {
    let title: String
    let why: String?
    let chosen: Bool
    let image: String
    let choose: @MainActor () -> Void

    /// `several`: others may be chosen beside it.
    init(_ title: String, why: String? = nil, chosen: Bool, several: Bool = false, choose: @escaping @MainActor () -> Void) {
        (self.title, self.why, self.chosen, self.choose) = (title, why, chosen, choose)
        if several {
            image = chosen ? "checkmark.square.fill" : "square"
        } else {
            image = chosen ? "largecircle.fill.circle" : "circle"
        }
    }

    var body: some View {
        Button {
            choose()
        } label: {
            Label {
                VStack(alignment: .leading, spacing: 2) {
                    Text(title).font(.headline)
                    if let why { Text(why).font(.subheadline).foregroundStyle(.secondary) }
                }
            } icon: {
                Image(systemName: image).accessibilityHidden(true)
            }
        }
        .accessibilityAddTraits(chosen ? .isSelected : [])
    }
}
