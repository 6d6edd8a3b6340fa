//! Where processes die.

use std::{collections::BTreeMap, fmt};

/// What is done when the process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// A phone's first start: its vault is made, a root installed.
    Setup,
    /// A phone acquires and imports.
    Acquire,
    /// The kiosk starts and serves.
    Serve,
    /// A phone acquires and imports what an attendant agrees to.
    AcquireAttended,
    /// The kiosk starts and serves, and its attendant agrees.
    ServeAttended,
    /// A phone fetches an order by its activation code, over HTTPS, and imports.
    Fetch,
    /// The kiosk starts and serves HTTPS.
    ServeHttps,
}

/// How a phone gets its card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Nearby, without anybody's word.
    Free,
    /// Nearby, by the attendant's.
    Attended,
    /// By an activation code.
    Online,
}

impl Deed {
    /// In words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Setup => "phone, first start",
            Self::Acquire => "phone, acquire and import",
            Self::Serve => "kiosk, serve",
            Self::AcquireAttended => "phone, acquire by the attendant",
            Self::ServeAttended => "kiosk, serve with an attendant",
            Self::Fetch => "phone, fetch by activation code",
            Self::ServeHttps => "kiosk, serve https",
        }
    }

    /// Whether a phone does it to get a card.
    #[must_use]
    pub const fn is_acquire(self) -> bool {
        matches!(self, Self::Acquire | Self::AcquireAttended | Self::Fetch)
    }

    /// Whether the kiosk does it.
    #[must_use]
    pub const fn is_serve(self) -> bool {
        matches!(self, Self::Serve | Self::ServeAttended | Self::ServeHttps)
    }

    /// In which kind of purchase it is done; none for a phone's first start.
    #[must_use]
    pub const fn way(self) -> Option<Way> {
        match self {
            Self::Setup => None,
            Self::Acquire | Self::Serve => Some(Way::Free),
            Self::AcquireAttended | Self::ServeAttended => Some(Way::Attended),
            Self::Fetch | Self::ServeHttps => Some(Way::Online),
        }
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The `turn`th passing of the point `name` (see `store::crash`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point<D = Deed> {
    /// What is done.
    pub deed: D,
    /// The point.
    pub name: String,
    /// From 1.
    pub turn: u32,
}

impl<D> Point<D> {
    /// The value of `LANDFALL_CRASH` that arms it.
    #[must_use]
    pub fn plan(&self) -> String {
        format!("{}:{}", self.name, self.turn)
    }
}

impl<D: fmt::Display> fmt::Display for Point<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} #{}", self.deed, self.name, self.turn)
    }
}

/// The points that a recorded run passed, but for frames that are whole messages, which have points of their own.
#[must_use]
pub fn of_record<D: Copy>(deed: D, record: &str) -> Vec<Point<D>> {
    let mut turns = BTreeMap::new();
    let mut found = Vec::new();
    for name in record.lines() {
        let turn = turns.entry(name).and_modify(|turn| *turn += 1).or_insert(1_u32);
        // The first frames each way are the handshake.
        let twin = matches!(name, "phone.frame.sent" | "phone.frame.received" | "kiosk.frame.received") && *turn > 1;
        if !twin {
            found.push(Point { deed, name: name.to_owned(), turn: *turn });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_counted_and_twins_left_out() {
        let record = "phone.frame.sent\nstore.commit.after\nphone.frame.sent\nstore.commit.after\n";
        let plans: Vec<String> = of_record(Deed::Acquire, record).iter().map(Point::plan).collect();
        assert_eq!(plans, ["phone.frame.sent:1", "store.commit.after:1", "store.commit.after:2"]);
    }
}
