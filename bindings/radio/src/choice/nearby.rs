use super::{Announced, Way};
use crate::ble;
use nearfield::{
    discovery::{Announcement, Hint},
    start_code::StartCode,
};

/// A kiosk as one link shows it. All of it is the kiosk's own word: the handshake proves who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its name, which may be cut.
    pub name: String,
    /// The operator's name, where the link says it.
    pub operator: Option<String>,
    /// Subject key identifiers of the roots that vouch for it, where the link says them.
    pub root_key_ids: Vec<Vec<u8>>,
    /// Which kiosk it is, where the link says it.
    pub hint: Option<Hint>,
    /// How it is reached by this link.
    pub ways: Vec<Way>,
}

impl From<Announced> for Seen {
    fn from(found: Announced) -> Self {
        let said = Announcement::from_fields(found.fields.iter().map(|(k, v)| (k.as_str(), v.as_str())));
        let ways = found.addresses.iter().filter_map(|address| format!("tcp:{address}").parse().ok()).collect();
        let (operator, root_key_ids, hint) = said.map_or((None, Vec::new(), None), |said| {
            (Some(said.operator).filter(|name| !name.is_empty()), said.root_key_ids, said.hint)
        });
        Self { name: found.name, operator, root_key_ids, hint, ways }
    }
}

impl From<ble::Found> for Seen {
    fn from(found: ble::Found) -> Self {
        let ways = vec![Way::Ble(found.hint)];
        Self { name: found.name, operator: None, root_key_ids: Vec::new(), hint: Some(found.hint), ways }
    }
}

impl From<&StartCode> for Seen {
    fn from(code: &StartCode) -> Self {
        let ways = Way::all_of(code);
        let hint = ways.iter().find_map(|way| if let Way::Ble(hint) = way { Some(*hint) } else { None });
        Self { name: code.kiosk.clone(), operator: None, root_key_ids: vec![code.root_key_id.clone()], hint, ways }
    }
}

/// A kiosk that can be reached, by one link or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kiosk {
    /// Its name.
    pub name: String,
    /// The operator's name, where a link said it.
    pub operator: Option<String>,
    /// Subject key identifiers of the roots that vouch for it, where a link said them.
    pub root_key_ids: Vec<Vec<u8>>,
    /// Which kiosk it is, where a link said it.
    pub hint: Option<Hint>,
    /// How it is reached, the best way first.
    pub ways: Vec<Way>,
}

/// The kiosks that were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nearby(Vec<Kiosk>);

impl Nearby {
    /// Takes what a link shows: more of a kiosk that is known, or another.
    pub fn add(&mut self, seen: Seen) {
        // One may be all that told two of them apart, so those that this one shows to be the same come together.
        let (same, others) = std::mem::take(&mut self.0).into_iter().partition(|kiosk| is_same(kiosk, &seen));
        self.0 = others;
        let Seen { name, operator, root_key_ids, hint, ways } = seen;
        let mut whole = Kiosk { name, operator, root_key_ids, hint, ways };
        for known in <Vec<Kiosk>>::into_iter(same) {
            if known.name.len() > whole.name.len() {
                whole.name = known.name;
            }
            whole.operator = whole.operator.or(known.operator);
            whole.hint = whole.hint.or(known.hint);
            whole.root_key_ids.extend(known.root_key_ids);
            whole.ways.extend(known.ways);
        }
        whole.root_key_ids.sort();
        whole.root_key_ids.dedup();
        whole.ways.sort();
        whole.ways.dedup();
        self.0.push(whole);
        // Those that are reached best come first, then by name: the list stands still while it grows.
        self.0.sort_by(|a, b| (rank(a), &a.name, &a.ways).cmp(&(rank(b), &b.name, &b.ways)));
    }

    /// The kiosks, the one with the best link first.
    #[must_use]
    pub fn kiosks(&self) -> &[Kiosk] {
        &self.0
    }

    /// The kiosk that a start code names, with every way that was found to it.
    #[must_use]
    pub fn named(mut self, code: &StartCode) -> Option<Kiosk> {
        self.add(code.into());
        let by_code = Way::of(&code.address);
        self.0.into_iter().find(|kiosk| match &by_code {
            Some(way) => kiosk.ways.contains(way),
            None => kiosk.name == code.kiosk && kiosk.root_key_ids.contains(&code.root_key_id),
        })
    }
}

/// Best way's kind; a kiosk without one comes last.
fn rank(kiosk: &Kiosk) -> usize {
    kiosk.ways.first().map_or(usize::MAX, |way| match way {
        Way::Tcp(_) => 0,
        Way::WifiDirect(_) => 1,
        Way::Ble(_) => 2,
        Way::Nfc => 3,
    })
}

/// One hint is one kiosk. Where a side has none, an address that both have decides, or the name, unless their roots say otherwise.
fn is_same(kiosk: &Kiosk, seen: &Seen) -> bool {
    if let (Some(known), Some(seen)) = (kiosk.hint, seen.hint) {
        return known == seen;
    }
    let (a, b) = (&kiosk.root_key_ids, &seen.root_key_ids);
    let roots_agree = a.is_empty() || b.is_empty() || a.iter().any(|root| b.contains(root));
    roots_agree && (kiosk.ways.iter().any(|way| seen.ways.contains(way)) || is_same_name(&kiosk.name, &seen.name))
}

/// Bluetooth cuts names to 20 bytes; a character that straddles them goes as a whole.
fn is_same_name(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short == long || (short.len() >= 17 && short.len() <= 20 && long.starts_with(short))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nearfield::start_code::Address;

    const ROOT: [u8; 20] = [0xAB; 20];

    fn on_network(name: &str, port: u16, hint: Option<Hint>) -> Seen {
        let said = Announcement { version: 1, operator: "Nord".to_owned(), root_key_ids: vec![ROOT.to_vec()], hint };
        let fields = said.to_fields().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let addresses = vec![format!("127.0.0.1:{port}"), "nowhere".to_owned()];
        Announced { name: name.to_owned(), addresses, fields }.into()
    }

    fn ble(name: &str, hint: Hint) -> Seen {
        ble::Found { name: name.to_owned(), hint, rssi: Some(-50) }.into()
    }

    fn code(name: &str, address: Address) -> StartCode {
        StartCode { address, root_key_id: ROOT.to_vec(), kiosk: name.to_owned(), hint: None }
    }

    // R: A2
    #[test]
    fn a_kiosk_on_several_links_is_one_entry_best_link_first() {
        let (one, two) = (Hint([1; 4]), Hint([2; 4]));
        let mut nearby = Nearby::default();
        nearby.add(ble("Gate 8", two));
        nearby.add(ble("Gate 7", one));
        nearby.add(on_network("Gate 7", 7, Some(one)));
        // The same name at another counter is another kiosk.
        nearby.add(on_network("Gate 7", 9, Some(Hint([3; 4]))));
        let ways: Vec<Vec<String>> =
            nearby.kiosks().iter().map(|k| k.ways.iter().map(ToString::to_string).collect()).collect();
        assert_eq!(
            ways,
            [vec!["tcp:127.0.0.1:7", "ble:01010101"], vec!["tcp:127.0.0.1:9"], vec!["ble:02020202"]],
            "{nearby:?}"
        );
        assert_eq!(nearby.kiosks()[0].operator.as_deref(), Some("Nord"));
    }

    // R: A2
    #[test]
    fn a_start_code_is_the_kiosk_that_was_found_by_other_links_too() {
        let hint = Hint([1; 4]);
        let mut nearby = Nearby::default();
        nearby.add(ble("A kiosk with a long ", hint));
        nearby.add(ble("Gate 8", Hint([2; 4])));
        let tcp = Address::Tcp { host: "192.168.49.1".to_owned(), port: 7788 };
        let kiosk = nearby.clone().named(&code("A kiosk with a long name", tcp.clone())).expect("it has an address");
        assert_eq!(kiosk.ways, [Way::Tcp("192.168.49.1:7788".to_owned()), Way::Ble(hint)]);
        assert_eq!(kiosk.name, "A kiosk with a long name");
        let alone = nearby.clone().named(&code("Gate 9", tcp)).expect("it has an address");
        assert_eq!(alone.ways.len(), 1);
        // By its address: a certificate's name need not be the one that is announced.
        let mut announced = nearby.clone();
        announced.add(on_network("Gate 8", 7, Some(Hint([2; 4]))));
        let here = Address::Tcp { host: "127.0.0.1".to_owned(), port: 7 };
        let kiosk = announced.named(&code("gate-8", here)).expect("it has an address");
        assert_eq!(kiosk.ways, [Way::Tcp("127.0.0.1:7".to_owned()), Way::Ble(Hint([2; 4]))]);
        let by_ble = nearby.clone().named(&code("whatever", Address::Ble(hint))).expect("it is heard");
        assert_eq!(by_ble.ways, [Way::Ble(hint)]);
        let later = Address::Other { link: "uwb".to_owned(), address: "x".to_owned() };
        let found = nearby.named(&code("Gate 8", later)).expect("it is heard by another link");
        assert_eq!(found.ways, [Way::Ble(Hint([2; 4]))]);
    }

    // R: A2
    #[test]
    fn a_name_alone_joins_only_what_roots_allow() {
        let mut nearby = Nearby::default();
        nearby.add(on_network("Gate 7", 7, None));
        let mut foreign = on_network("Gate 7", 8, None);
        foreign.root_key_ids = vec![vec![1; 20]];
        nearby.add(foreign);
        assert_eq!(nearby.kiosks().len(), 2);
        nearby.add(on_network("Gate 7", 9, None));
        assert_eq!(nearby.kiosks().len(), 2);
        assert!(!is_same_name("Gate", "Gate 7") && is_same_name("Gate 7", "Gate 7"));
    }
}
