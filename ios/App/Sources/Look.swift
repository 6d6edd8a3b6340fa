import LandfallKit
import SwiftUI

/// Something is being done, and what.
struct Waiting: View {
    let what: String

    init(_ what: String) {
        self.what = what
    }

    var body: some View {
        VStack(spacing: 16) {
            ProgressView()
            Text(what).font(.body).foregroundStyle(.secondary).multilineTextAlignment(.center)
        }
        .padding()
        .frame(maxWidth: .infinity, maxHeight: .infinity)
        .accessibilityElement(children: .combine)
    }
}

/// A failure in the place of a screen.
struct TroubleView: View {
    let trouble: Trouble
    let again: (@MainActor () async -> Void)?

    init(_ trouble: Trouble, again: (@MainActor () async -> Void)? = nil) {
        self.trouble = trouble
        self.again = again
    }

    var body: some View {
        ContentUnavailableView {
            Label(trouble.shownTitle, systemImage: "exclamationmark.triangle")
        } description: {
            Text(trouble.shownWhy)
        } actions: {
            if let again, trouble.retry == .yes {
                Action(say("TryAgain"), does: again)
            }
        }
    }
}

/// A failure above what is there.
struct TroubleRow: View {
    let trouble: Trouble?

    var body: some View {
        if let trouble {
            VStack(alignment: .leading, spacing: 4) {
                Label(trouble.shownTitle, systemImage: "exclamationmark.triangle").font(.headline)
                Text(trouble.shownWhy).font(.subheadline)
            }
            .foregroundStyle(.red)
            .accessibilityElement(children: .combine)
        }
    }
}

/// Nothing is there yet, and what to do about it.
struct Empty: View {
    let title: String
    let why: String
    let image: String

    var body: some View {
        ContentUnavailableView {
            Label(title, systemImage: image)
        } description: {
            Text(why)
        } actions: {
            EmptyView()
        }
    }
}

/// What is fetched: waiting, failed, or here.
struct Fetched<Value: Sendable, Content: View>: View {
    let value: Loaded<Value>
    let waiting: String
    let again: @MainActor () async -> Void
    @ViewBuilder let content: (Value) -> Content

    var body: some View {
        switch value {
        case .loading: Waiting(waiting)
        case .failed(let trouble): TroubleView(trouble, again: again)
        case .here(let value): content(value)
        }
    }
}

/// A button that waits for what it does.
struct Action: View {
    let title: String
    let busy: Bool
    let role: ButtonRole?
    let does: @MainActor () async -> Void

    init(_ title: String, busy: Bool = false, role: ButtonRole? = nil, does: @escaping @MainActor () async -> Void) {
        self.title = title
        self.busy = busy
        self.role = role
        self.does = does
    }

    var body: some View {
        Button(role: role) {
            Task { await does() }
        } label: {
            Text(title).frame(maxWidth: .infinity, minHeight: 44)
        }
        .disabled(busy)
    }
}

/// A name and a value, read as one.
struct Fact: View {
    let name: String
    let value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    var body: some View {
        VStack(alignment: .leading, spacing: 2) {
            Text(name).font(.caption).foregroundStyle(.secondary)
            Text(value).font(.body)
        }
        .accessibilityElement(children: .combine)
    }
}

/// A title and what it means.
struct Told: View {
    let title: String
    let why: String
    let image: String

    var body: some View {
        Label {
            VStack(alignment: .leading, spacing: 2) {
                Text(title).font(.headline)
                Text(why).font(.subheadline).foregroundStyle(.secondary)
            }
        } icon: {
            Image(systemName: image).accessibilityHidden(true)
        }
        .accessibilityElement(children: .combine)
    }
}

/// Digits that nobody else should read.
struct DigitsField: View {
    let title: String
    @Binding var text: String

    init(_ title: String, text: Binding<String>) {
        self.title = title
        _text = text
    }

    var body: some View {
        SecureField(title, text: $text).keyboardType(.numberPad).accessibilityLabel(title)
    }
}
