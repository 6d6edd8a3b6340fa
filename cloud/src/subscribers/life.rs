//! The life of a number at the cloud (A12): what moves it from state to state. One table, so that it can be read.

use model::NumberState;

/// What happened to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A kiosk made its first package for a phone.
    Sold,
    /// A kiosk says that its card signed for it.
    Distributed,
    /// A phone has shown that it holds the card.
    Claimed,
    /// The sale came to nothing.
    Returned,
    /// The network has been asked to authenticate it.
    Seen,
    /// Nothing is left of its balance.
    Emptied,
    /// There is something again.
    Filled,
    /// The directory has barred it.
    Barred,
    /// The directory serves it again.
    Unbarred,
    /// It is taken out of use for good.
    Retired,
}

impl Cause {
    /// Each of them.
    pub const ALL: [Self; 10] = [
        Self::Sold,
        Self::Distributed,
        Self::Claimed,
        Self::Returned,
        Self::Seen,
        Self::Emptied,
        Self::Filled,
        Self::Barred,
        Self::Unbarred,
        Self::Retired,
    ];

    /// For the log.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::Sold => "a kiosk sold it",
            Self::Distributed => "its card signed that it is installed",
            Self::Claimed => "a phone showed that it holds the card",
            Self::Returned => "its sale came to nothing",
            Self::Seen => "the network has seen it",
            Self::Emptied => "its balance is used up",
            Self::Filled => "its balance was filled up",
            Self::Barred => "it was barred",
            Self::Unbarred => "its bar was lifted",
            Self::Retired => "it was taken out of use",
        }
    }
}

/// What the directory of subscribers is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Serve it, unless it was barred meanwhile.
    Provision,
    /// Let nobody authenticate as it.
    Bar,
    /// Serve it again.
    Unbar,
    /// Forget it.
    Remove,
}

impl Action {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Provision, Self::Bar, Self::Unbar, Self::Remove];

    /// As it is kept.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provision => "provision",
            Self::Bar => "bar",
            Self::Unbar => "unbar",
            Self::Remove => "remove",
        }
    }

    /// Back again.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == text)
    }
}

/// The state behind `state` once `cause` happened, and what the directory is to be told of it; none if it changes nothing. What is suspended stays so
/// until the bar is lifted, whatever a kiosk reports late; what is retired stays retired.
#[must_use]
pub const fn after(state: NumberState, cause: Cause) -> Option<(NumberState, Option<Action>)> {
    use NumberState::{Available, Distributed, InUse, InsufficientBalance, Reserved, Retired, Suspended};
    Some(match (cause, state) {
        (Cause::Sold, Available) => (Reserved, None),
        (Cause::Distributed | Cause::Claimed, Available | Reserved) => (Distributed, Some(Action::Provision)),
        (Cause::Returned, Reserved) => (Available, None),
        (Cause::Seen, Distributed) => (InUse, None),
        (Cause::Emptied, Distributed | InUse) => (InsufficientBalance, None),
        (Cause::Filled, InsufficientBalance) => (InUse, None),
        (Cause::Barred, Available | Reserved | Distributed | InUse | InsufficientBalance) => (Suspended, None),
        (Cause::Unbarred, Suspended) => (Distributed, None),
        (Cause::Retired, Available | Reserved | Distributed | InUse | InsufficientBalance | Suspended) => {
            (Retired, Some(Action::Remove))
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberState::{Available, Distributed, InUse, InsufficientBalance, Reserved, Retired, Suspended};

    // R: A12
    #[test]
    fn each_state_is_reached_and_left_as_the_table_says() {
        let mut reached: Vec<NumberState> = Vec::new();
        for state in NumberState::ALL {
            let moves: Vec<NumberState> =
                Cause::ALL.iter().filter_map(|cause| after(state, *cause)).map(|(next, _)| next).collect();
            let expected: &[NumberState] = match state {
                Available => &[Reserved, Distributed, Distributed, Suspended, Retired],
                Reserved => &[Distributed, Distributed, Available, Suspended, Retired],
                Distributed => &[InUse, InsufficientBalance, Suspended, Retired],
                InUse => &[InsufficientBalance, Suspended, Retired],
                InsufficientBalance => &[InUse, Suspended, Retired],
                Suspended => &[Distributed, Retired],
                Retired => &[],
            };
            assert_eq!(moves, expected, "{state}");
            reached.extend(moves);
        }
        assert!(NumberState::ALL.iter().all(|state| reached.contains(state)), "every state is reached");
        assert_eq!(after(Suspended, Cause::Distributed), None, "a late report lifts no bar");
        assert!(Action::ALL.iter().all(|action| Action::read(action.as_str()) == Some(*action)));
    }
}
