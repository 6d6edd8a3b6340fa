use std::collections::BTreeMap;

/// What the scenes measured, by name: `ble.acquire_s` seconds of a whole acquisition with a first connection, `ble.round_trips` ATT requests of
/// the phone in it (each waits for its response), `ble.writes` and `ble.notifications` the packets that went beside them (BlueZ may put several
/// notifications in one); `ble.acquire_60kb_with_drop_s` with a profile of 60 kB and a drop in its middle, `ble.links_after_drop` in it;
/// `ble.two_at_once_s` two phones, one with 60 kB; `ble.acquire_channels3_s` with `Channels = 3`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures(BTreeMap<String, f64>);

impl Figures {
    /// Those that a console's lines `FIGURE name value` say.
    #[must_use]
    pub fn of(console: &str) -> Self {
        let figure = |line: &str| {
            let mut words = line.trim().strip_prefix("FIGURE ")?.split(' ');
            Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
        };
        Self(console.lines().filter_map(figure).collect())
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<f64> {
        self.0.get(name).copied()
    }

    /// All, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.0.iter().map(|(name, value)| (name.as_str(), *value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_they_are_printed() {
        let figures =
            Figures::of("## [3.1] up\nFIGURE ble.acquire_s 4.25\r\nFIGURE broken\nFIGURE ble.round_trips 17\n");
        let read: Vec<(&str, f64)> = figures.iter().collect();
        assert_eq!(read, [("ble.acquire_s", 4.25), ("ble.round_trips", 17.0)]);
        assert_eq!(figures.get("ble.acquire_s"), Some(4.25));
    }
}
