import Observation

/// *Where the SIM can be used on this phone*, said honestly.
@MainActor @Observable public final class PlacesModel {
    public struct Place: Identifiable, Equatable, Sendable {
        public enum Kind: String, CaseIterable, Sendable {
            /// The phone's own eSIM: the system downloads there, by an activation code that Landfall hands over.
            case system
            /// A removable eUICC: iOS lets no app speak with one.
            case removable
            /// The software card in this app: for programs that ask it, not for the phone's own modem.
            case software
        }

        public let kind: Kind
        public let usable: Bool
        public var id: String { kind.rawValue }
        /// Names its title and its explanation for translation.
        public var key: String { "places.\(kind.rawValue)" }
    }

    public let places: [Place]

    public init(_ facts: DeviceFacts, removable: Bool) {
        places = Place.Kind.allCases.map { kind in
            switch kind {
            case .system: Place(kind: kind, usable: facts.systemEsim)
            case .removable: Place(kind: kind, usable: removable)
            case .software: Place(kind: kind, usable: true)
            }
        }
    }
}
