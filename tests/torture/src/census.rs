use crate::points::{Deed, Point};
use std::{
    collections::BTreeMap,
    fmt::{self, Write},
};

/// How often each point killed.
#[derive(Debug, Clone, Default)]
pub struct Census<D = Deed> {
    hits: BTreeMap<Point<D>, u32>,
    /// Points in the order of the recording.
    order: Vec<Point<D>>,
    armed: BTreeMap<Point<D>, u32>,
}

/// So many tries of a point that is not always reached count as one.
const TRIES: u32 = 4;
/// So often has a name killed before its other turns count.
const FIRST: u32 = 3;

impl<D: Copy + Ord + fmt::Display> Census<D> {
    /// For these points.
    #[must_use]
    pub fn new(order: Vec<Point<D>>) -> Self {
        Self { hits: order.iter().map(|point| (point.clone(), 0)).collect(), armed: BTreeMap::new(), order }
    }

    /// Of these points the one that needs it most; it counts as armed.
    pub(crate) fn neediest(&mut self, among: impl Fn(&Point<D>) -> bool) -> Option<Point<D>> {
        // By hits first; by tries, so that one which is never reached does not take all turns.
        let need = |point: &Point<D>| {
            let (hits, armed) = (self.hits.get(point).copied(), self.armed.get(point).copied().unwrap_or(0));
            (hits.unwrap_or(0).max(armed / TRIES), armed)
        };
        let mut names: BTreeMap<(D, &str), u32> = BTreeMap::new();
        for point in &self.order {
            *names.entry((point.deed, &point.name)).or_default() += need(point).0;
        }
        // Each name a few times, whichever its turn; then each turn.
        let first = |point: &Point<D>| names.get(&(point.deed, point.name.as_str())).copied().unwrap_or(0).min(FIRST);
        let there = self.order.iter().filter(|point| among(point));
        let chosen = there.min_by_key(|point| (first(point), need(point))).cloned()?;
        *self.armed.entry(chosen.clone()).or_default() += 1;
        Some(chosen)
    }

    pub(crate) fn hit(&mut self, point: &Point<D>) {
        *self.hits.entry(point.clone()).or_default() += 1;
    }

    /// How often each name killed, whichever its turn, in the order of the recording.
    #[must_use]
    pub fn names(&self) -> Vec<(D, &str, u32)> {
        let mut names: Vec<(D, &str, u32)> = Vec::new();
        for point in &self.order {
            let hits = self.hits.get(point).copied().unwrap_or(0);
            match names.iter_mut().find(|(deed, name, _)| *deed == point.deed && *name == point.name) {
                Some(known) => known.2 += hits,
                None => names.push((point.deed, &point.name, hits)),
            }
        }
        names
    }

    /// All kills.
    #[must_use]
    pub fn kills(&self) -> u32 {
        self.hits.values().sum()
    }

    /// The point that killed least, and how often.
    #[must_use]
    pub fn least(&self) -> Option<(&Point<D>, u32)> {
        self.hits.iter().map(|(point, hits)| (point, *hits)).min_by_key(|(_, hits)| *hits)
    }
}

impl<D: Copy + Ord + fmt::Display> fmt::Display for Census<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<(D, &str)> = Vec::new();
        for point in &self.order {
            let name = (point.deed, point.name.as_str());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut last = None;
        for (deed, name) in names {
            if last != Some(deed) {
                writeln!(f, "{deed}")?;
                last = Some(deed);
            }
            let mut line = format!("  {name:<24}");
            for (_, hits) in self.hits.iter().filter(|(point, _)| point.deed == deed && point.name == name) {
                write!(line, " {hits:>4}")?;
            }
            writeln!(f, "{line}")?;
        }
        Ok(())
    }
}
