// Stub type check only. Never run, never shipped. Apple's signature stands above each member, shortened where parameters have defaults.
@_exported import Foundation
@_exported import Observation
import UIKit

// MARK: views

// @MainActor @preconcurrency protocol View { associatedtype Body: View; @ViewBuilder var body: Self.Body { get } }
@MainActor @preconcurrency public protocol View {
    associatedtype Body: View
    @ViewBuilder @MainActor @preconcurrency var body: Body { get }
}
extension Never: View { public var body: Never { fatalError() } }
public protocol Leaf: View where Body == Never {}
extension Leaf { public var body: Never { fatalError() } }
extension Optional: View where Wrapped: View { public var body: Never { fatalError() } }
public struct TupleView<T>: Leaf { init(_ parts: T) {} }
public struct _Either<A: View, B: View>: Leaf {}
// struct EmptyView: View { init() }
public struct EmptyView: Leaf { public init() {} }
// struct AnyView: View
public struct Modified: Leaf {}

// @resultBuilder struct ViewBuilder
@resultBuilder public struct ViewBuilder {
    public static func buildExpression<V: View>(_ view: V) -> V { view }
    public static func buildBlock() -> EmptyView { EmptyView() }
    public static func buildBlock<V: View>(_ view: V) -> V { view }
    public static func buildBlock<each V: View>(_ view: repeat each V) -> TupleView<(repeat each V)> { TupleView((repeat each view)) }
    public static func buildIf<V: View>(_ view: V?) -> V? { view }
    public static func buildEither<A: View, B: View>(first: A) -> _Either<A, B> { _Either() }
    public static func buildEither<A: View, B: View>(second: B) -> _Either<A, B> { _Either() }
}

// MARK: the app

// @MainActor protocol App { associatedtype Body: Scene; @SceneBuilder var body: Body { get }; init(); static func main() }
@MainActor @preconcurrency public protocol App {
    associatedtype Body: Scene
    @MainActor @preconcurrency var body: Body { get }
    init()
}
extension App { public static func main() {} }
// @MainActor protocol Scene
@MainActor @preconcurrency public protocol Scene {}
// struct WindowGroup<Content>: Scene { init(@ViewBuilder content: () -> Content) }
public struct WindowGroup<C: View>: Scene { public init(@ViewBuilder content: () -> C) {} }
// enum ScenePhase { case background, inactive, active }
public enum ScenePhase: Sendable { case background, inactive, active }
// @propertyWrapper struct UIApplicationDelegateAdaptor<DelegateType> { init(_ delegateType: DelegateType.Type = DelegateType.self) }
@MainActor @propertyWrapper public struct UIApplicationDelegateAdaptor<D: UIApplicationDelegate> {
    public init(_ type: D.Type = D.self) {}
    public var wrappedValue: D { fatalError() }
}
// @MainActor protocol UIViewControllerRepresentable: View
@MainActor @preconcurrency public protocol UIViewControllerRepresentable: View where Body == Never {
    associatedtype UIViewControllerType: UIViewController
    associatedtype Coordinator = Void
    typealias Context = UIViewControllerRepresentableContext<Self>
    func makeUIViewController(context: Context) -> UIViewControllerType
    func updateUIViewController(_ controller: UIViewControllerType, context: Context)
    func makeCoordinator() -> Coordinator
}
extension UIViewControllerRepresentable { public var body: Never { fatalError() } }
// @MainActor struct UIViewControllerRepresentableContext<R> { let coordinator: R.Coordinator }
@MainActor public struct UIViewControllerRepresentableContext<R: UIViewControllerRepresentable> {
    public let coordinator: R.Coordinator
}

// MARK: state

// @propertyWrapper @dynamicMemberLookup struct Binding<Value>
@propertyWrapper @dynamicMemberLookup public struct Binding<T> {
    public var wrappedValue: T { get { fatalError() } nonmutating set {} }
    public var projectedValue: Binding<T> { self }
    public subscript<U>(dynamicMember path: WritableKeyPath<T, U>) -> Binding<U> { fatalError() }
    public init(get: @escaping () -> T, set: @escaping (T) -> Void) {}
}
// @propertyWrapper struct State<Value>; a model in it is bound by its members, as Bindable is
@propertyWrapper public struct State<T> {
    public init(wrappedValue: T) {}
    public var wrappedValue: T { get { fatalError() } nonmutating set {} }
    public var projectedValue: Binding<T> { fatalError() }
}
extension Binding where T: AnyObject {
    public subscript<U>(dynamicMember path: ReferenceWritableKeyPath<T, U>) -> Binding<U> { fatalError() }
}
// struct DismissAction { func callAsFunction() }
@MainActor public struct DismissAction { public func callAsFunction() {} }
public struct EnvironmentValues {
    // var dismiss: DismissAction { get }; var scenePhase: ScenePhase { get set }
    public var dismiss: DismissAction { fatalError() }
    public var scenePhase: ScenePhase { fatalError() }
}
// @propertyWrapper struct Environment<Value> { init(_ keyPath: KeyPath<EnvironmentValues, Value>) }
@propertyWrapper public struct Environment<T> {
    public init(_ path: KeyPath<EnvironmentValues, T>) {}
    public var wrappedValue: T { fatalError() }
}

// MARK: looks

public protocol ShapeStyle {}
// struct Color: View, ShapeStyle { static let red: Color; static var secondary }
public struct Color: Leaf, ShapeStyle {}
extension ShapeStyle where Self == Color {
    public static var red: Color { fatalError() }
    public static var secondary: Color { fatalError() }
}
// struct Font { static let body, headline, subheadline, footnote, caption, title, largeTitle: Font }
public struct Font: Sendable {
    public static let body = Font(), headline = Font(), subheadline = Font(), footnote = Font(), caption = Font(), title = Font()
    public static let largeTitle = Font()
}
// enum HorizontalAlignment.leading, TextAlignment.center, Visibility.visible
public struct HorizontalAlignment: Sendable { public static let leading = Self() }
public enum TextAlignment: Sendable { case leading, center, trailing }
public enum Visibility: Sendable { case automatic, visible, hidden }
// struct AccessibilityTraits: SetAlgebra { static let isSelected }
public struct AccessibilityTraits: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let isSelected = Self(rawValue: 1)
}
// struct AccessibilityChildBehavior { static let combine }
public struct AccessibilityChildBehavior: Sendable { public static let combine = Self() }
// struct ButtonRole { static let destructive, cancel }
public struct ButtonRole: Sendable { public static let destructive = Self(), cancel = Self() }
// enum UIKeyboardType { case numberPad, phonePad, URL, numbersAndPunctuation, … }
public enum UIKeyboardType: Sendable { case numberPad, phonePad, URL, numbersAndPunctuation }
// struct ToolbarItemPlacement { static let topBarLeading, topBarTrailing, cancellationAction }
public struct ToolbarItemPlacement: Sendable {
    public static let topBarLeading = Self(), topBarTrailing = Self(), cancellationAction = Self()
}

// MARK: what is seen. Texts are of the app's own catalog (`say`), so that the initialisers by StringProtocol serve.

// struct Text: View { init<S>(_ content: S) where S: StringProtocol }
public struct Text: Leaf {
    @_disfavoredOverload public init<S: StringProtocol>(_ content: S) {}
    // init(verbatim content: String)
    public init(verbatim content: String) {}
    // init(_ key: LocalizedStringKey, …) is what a literal would mean, which is no word of the catalog: refused here.
    @available(*, unavailable, message: "a literal is looked up as a key: say(…) or verbatim")
    public init(_ key: LocalizedStringKey) {}
}
// struct LocalizedStringKey: ExpressibleByStringInterpolation
public struct LocalizedStringKey: ExpressibleByStringInterpolation { public init(stringLiteral value: String) {} }
// struct Image: View { init(systemName: String) }
public struct Image: Leaf { public init(systemName: String) {} }
// struct Label<Title, Icon>: View { init(@ViewBuilder title: () -> Title, @ViewBuilder icon: () -> Icon) }
public struct Label<T: View, I: View>: Leaf { public init(@ViewBuilder title: () -> T, @ViewBuilder icon: () -> I) {} }
// init<S>(_ title: S, systemImage name: String) where S: StringProtocol
extension Label where T == Text, I == Image { public init<S: StringProtocol>(_ title: S, systemImage name: String) {} }
// struct ProgressView<Label, CurrentValueLabel>: View { init(); init<V>(value: V?, total: V = 1.0) where V: BinaryFloatingPoint }
public struct ProgressView: Leaf {
    public init() {}
    public init<V: BinaryFloatingPoint>(value: V?, total: V = 1.0) {}
}
// struct ContentUnavailableView { init(@ViewBuilder label:, @ViewBuilder description:, @ViewBuilder actions:) }
public struct ContentUnavailableView<L: View, D: View, A: View>: Leaf {
    public init(@ViewBuilder label: () -> L, @ViewBuilder description: () -> D, @ViewBuilder actions: () -> A) {}
}
// struct TextField { init<S>(_ title: S, text: Binding<String>) where S: StringProtocol }
public struct TextField: Leaf { public init<S: StringProtocol>(_ title: S, text: Binding<String>) {} }
// struct SecureField { init<S>(_ title: S, text: Binding<String>) where S: StringProtocol }
public struct SecureField: Leaf { public init<S: StringProtocol>(_ title: S, text: Binding<String>) {} }
// struct Toggle { init<S>(_ title: S, isOn: Binding<Bool>) where S: StringProtocol }
public struct Toggle: Leaf { public init<S: StringProtocol>(_ title: S, isOn: Binding<Bool>) {} }
// struct Link { init<S>(_ title: S, destination: URL) where S: StringProtocol }
public struct Link: Leaf { public init<S: StringProtocol>(_ title: S, destination: URL) {} }
// struct ShareLink { init(item: String, @ViewBuilder label: () -> Label) }
public struct ShareLink<L: View>: Leaf { public init(item: String, @ViewBuilder label: () -> L) {} }
// struct Button<Label>: View { init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) }
public struct Button<L: View>: Leaf {
    public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> L) {}
    // init(role: ButtonRole?, action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label)
    public init(role: ButtonRole?, action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> L) {}
}
// init<S>(_ title: S, action: @escaping @MainActor () -> Void) where S: StringProtocol
extension Button where L == Text { public init<S: StringProtocol>(_ title: S, action: @escaping @MainActor () -> Void) {} }

// MARK: containers

// struct Group<Content>, VStack<Content>, List<Never, Content>, Form<Content>, NavigationStack<NavigationPath, Root>, TabView<Never, Content>
public struct Group<C: View>: Leaf { public init(@ViewBuilder content: () -> C) {} }
public struct VStack<C: View>: Leaf {
    // init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content)
    public init(alignment: HorizontalAlignment = .leading, spacing: Double? = nil, @ViewBuilder content: () -> C) {}
}
public struct List<C: View>: Leaf { public init(@ViewBuilder content: () -> C) {} }
public struct Form<C: View>: Leaf { public init(@ViewBuilder content: () -> C) {} }
public struct NavigationStack<C: View>: Leaf { public init(@ViewBuilder root: () -> C) {} }
public struct TabView<C: View>: Leaf { public init(@ViewBuilder content: () -> C) {} }
public struct Section<C: View>: Leaf {
    // init(@ViewBuilder content: () -> Content); init<S>(_ title: S, @ViewBuilder content: () -> Content) where S: StringProtocol
    public init(@ViewBuilder content: () -> C) {}
    public init<S: StringProtocol>(_ title: S, @ViewBuilder content: () -> C) {}
}
// struct NavigationLink<Label, Destination> { init(@ViewBuilder destination: () -> Destination, @ViewBuilder label: () -> Label) }
public struct NavigationLink<L: View, D: View>: Leaf {
    public init(@ViewBuilder destination: () -> D, @ViewBuilder label: () -> L) {}
}
// init<S>(_ title: S, @ViewBuilder destination: () -> Destination) where S: StringProtocol
extension NavigationLink where L == Text {
    public init<S: StringProtocol>(_ title: S, @ViewBuilder destination: () -> D) {}
}
// struct ForEach<Data, ID, Content> where Data: RandomAccessCollection, ID: Hashable
public struct ForEach<D: RandomAccessCollection, I: Hashable, C: View>: Leaf {
    // init(_ data: Data, id: KeyPath<Data.Element, ID>, @ViewBuilder content: @escaping (Data.Element) -> Content)
    public init(_ data: D, id: KeyPath<D.Element, I>, @ViewBuilder content: @escaping (D.Element) -> C) {}
}
// init(_ data: Data, @ViewBuilder content: @escaping (Data.Element) -> Content) where ID == Data.Element.ID, Data.Element: Identifiable
extension ForEach where D.Element: Identifiable, I == D.Element.ID {
    public init(_ data: D, @ViewBuilder content: @escaping (D.Element) -> C) {}
}
// @MainActor protocol ToolbarContent; struct ToolbarItem { init(placement: ToolbarItemPlacement = .automatic, @ViewBuilder content: () -> Content) }
@MainActor public protocol ToolbarContent {}
public struct ToolbarItem<C: View>: ToolbarContent { public init(placement: ToolbarItemPlacement, @ViewBuilder content: () -> C) {} }
public struct ToolbarTuple<T>: ToolbarContent {}
@resultBuilder public struct ToolbarContentBuilder {
    public static func buildBlock<each V: ToolbarContent>(_ item: repeat each V) -> ToolbarTuple<(repeat each V)> { fatalError() }
}

// MARK: modifiers, each `-> some View`

extension View {
    // func font(_ font: Font?)
    public func font(_ font: Font?) -> some View { Modified() }
    // func foregroundStyle<S>(_ style: S) where S: ShapeStyle
    public func foregroundStyle<S: ShapeStyle>(_ style: S) -> some View { Modified() }
    // func multilineTextAlignment(_ alignment: TextAlignment)
    public func multilineTextAlignment(_ alignment: TextAlignment) -> some View { Modified() }
    // func monospaced(_ isActive: Bool = true)
    public func monospaced(_ isActive: Bool = true) -> some View { Modified() }
    // func privacySensitive(_ sensitive: Bool = true)
    public func privacySensitive(_ sensitive: Bool = true) -> some View { Modified() }
    // func padding(_ edges: Edge.Set = .all, _ length: CGFloat? = nil)
    public func padding() -> some View { Modified() }
    // func frame(minWidth:idealWidth:maxWidth:minHeight:idealHeight:maxHeight:alignment:)
    public func frame(maxWidth: Double? = nil, minHeight: Double? = nil, maxHeight: Double? = nil) -> some View { Modified() }
    // func ignoresSafeArea(_ regions: SafeAreaRegions = .all, edges: Edge.Set = .all)
    public func ignoresSafeArea() -> some View { Modified() }
    // func disabled(_ disabled: Bool)
    public func disabled(_ disabled: Bool) -> some View { Modified() }
    // func keyboardType(_ type: UIKeyboardType)
    public func keyboardType(_ type: UIKeyboardType) -> some View { Modified() }
    // func navigationTitle<S>(_ title: S) where S: StringProtocol
    public func navigationTitle<S: StringProtocol>(_ title: S) -> some View { Modified() }
    // func tabItem<V>(@ViewBuilder _ label: () -> V) where V: View
    public func tabItem<V: View>(@ViewBuilder _ label: () -> V) -> some View { Modified() }
    // func toolbar<Content>(@ToolbarContentBuilder content: () -> Content) where Content: ToolbarContent
    public func toolbar<C: ToolbarContent>(@ToolbarContentBuilder content: () -> C) -> some View { Modified() }
    // func task(priority: TaskPriority = .userInitiated, _ action: sending @escaping @isolated(any) () async -> Void)
    public func task(_ action: @escaping @MainActor @Sendable () async -> Void) -> some View { Modified() }
    // func task<T>(id value: T, priority: TaskPriority = .userInitiated, _ action: sending @escaping @isolated(any) () async -> Void) where T: Equatable
    public func task<T: Equatable>(id value: T, _ action: @escaping @MainActor @Sendable () async -> Void) -> some View { Modified() }
    // func onDisappear(perform action: (() -> Void)? = nil)
    public func onDisappear(perform action: (@MainActor () -> Void)? = nil) -> some View { Modified() }
    // func refreshable(action: @escaping @Sendable () async -> Void)
    public func refreshable(action: @escaping @MainActor @Sendable () async -> Void) -> some View { Modified() }
    // func onChange<V>(of value: V, initial: Bool = false, _ action: @escaping (V, V) -> Void) where V: Equatable
    public func onChange<V: Equatable>(of value: V, _ action: @escaping @MainActor (V, V) -> Void) -> some View { Modified() }
    // func sheet<Content>(isPresented: Binding<Bool>, onDismiss: (() -> Void)? = nil, @ViewBuilder content: @escaping () -> Content)
    public func sheet<C: View>(isPresented: Binding<Bool>, @ViewBuilder content: @escaping () -> C) -> some View { Modified() }
    // func sheet<Item, Content>(item: Binding<Item?>, onDismiss: (() -> Void)? = nil, @ViewBuilder content: @escaping (Item) -> Content)
    public func sheet<I: Identifiable, C: View>(item: Binding<I?>, @ViewBuilder content: @escaping (I) -> C) -> some View { Modified() }
    // func confirmationDialog<S, A>(_ title: S, isPresented: Binding<Bool>, titleVisibility: Visibility = .automatic, @ViewBuilder actions: () -> A)
    public func confirmationDialog<S: StringProtocol, A: View>(
        _ title: S, isPresented: Binding<Bool>, titleVisibility: Visibility = .automatic, @ViewBuilder actions: () -> A
    ) -> some View { Modified() }
    // func accessibilityLabel<S>(_ label: S) where S: StringProtocol
    public func accessibilityLabel<S: StringProtocol>(_ label: S) -> some View { Modified() }
    // func accessibilityLabel(_ label: Text)
    public func accessibilityLabel(_ label: Text) -> some View { Modified() }
    // func accessibilityHidden(_ hidden: Bool)
    public func accessibilityHidden(_ hidden: Bool) -> some View { Modified() }
    // func accessibilityElement(children: AccessibilityChildBehavior = .ignore)
    public func accessibilityElement(children: AccessibilityChildBehavior) -> some View { Modified() }
    // func accessibilityAddTraits(_ traits: AccessibilityTraits)
    public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> some View { Modified() }
}


// MARK: of Foundation, which Linux lacks

// class ByteCountFormatter: Formatter { class func string(fromByteCount: Int64, countStyle: CountStyle) -> String } is in Foundation on both.
