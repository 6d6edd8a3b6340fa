use serde::{Deserialize, Serialize};

/// What a sub-account is to the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the account with its owner.
    Manager,
    /// Uses cards.
    Member,
    /// Sees cards.
    Viewer,
}

/// What can be done with an account's cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// See that it is there.
    See,
    /// Be reachable by it: take it on a device, make it live.
    Use,
    /// Name it, edit its phone book.
    Edit,
    /// Put it, dormant, on another device.
    Copy,
    /// Order devices that hold it to lock.
    Lock,
    /// Order it erased.
    Erase,
    /// Buy and pay for it.
    Buy,
    /// Hand rights on.
    Delegate,
}

/// Whether a sub-account is linked to the account: each then sees and uses the other's cards as far as its rights go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// It was invited and has not answered.
    Invited,
    /// It is.
    Linked,
    /// It no longer is: rights that it was given are void, though they may be in its hands.
    Unlinked,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Manager, Self::Member, Self::Viewer];
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 8] =
        [Self::See, Self::Use, Self::Edit, Self::Copy, Self::Lock, Self::Erase, Self::Buy, Self::Delegate];
}

impl Link {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Invited, Self::Linked, Self::Unlinked];
}

/// The one table: what a role may do at most, if it was given it. What a row doesn't name is denied.
#[must_use]
pub const fn may(role: Role, link: Link, act: Act) -> bool {
    use Act::{Buy, Copy, Delegate, Edit, Erase, Lock, See, Use};
    match (link, role) {
        (Link::Linked, Role::Manager) => matches!(act, See | Use | Edit | Copy | Lock | Erase | Buy | Delegate),
        (Link::Linked, Role::Member) => matches!(act, See | Use | Edit | Copy | Lock),
        (Link::Linked, Role::Viewer) => matches!(act, See),
        (Link::Invited | Link::Unlinked, _) => false,
    }
}
