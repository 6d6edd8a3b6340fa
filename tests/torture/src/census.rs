use crate::points::{Deed, Point};
use std::{
    collections::BTreeMap,
    fmt::{self, Write},
};

/// How often each point killed.
#[derive(Debug, Clone, Default)]
pub struct Census {
    hits: BTreeMap<Point, u32>,
    /// Points in the order of the recording.
    order: Vec<Point>,
    armed: BTreeMap<Point, u32>,
}

impl Census {
    /// For these points.
    #[must_use]
    pub fn new(order: Vec<Point>) -> Self {
        Self { hits: order.iter().map(|point| (point.clone(), 0)).collect(), armed: BTreeMap::new(), order }
    }

    /// The point of `deed` that needs it most; it counts as armed.
    pub(crate) fn neediest(&mut self, among: impl Fn(Deed) -> bool) -> Option<Point> {
        // By hits first; by tries, so that one which is never reached does not take all turns.
        let need = |point: &Point| {
            let (hits, armed) = (self.hits.get(point).copied(), self.armed.get(point).copied());
            (hits.unwrap_or(0), armed.unwrap_or(0))
        };
        let chosen = self.order.iter().filter(|point| among(point.deed)).min_by_key(|point| need(point)).cloned()?;
        *self.armed.entry(chosen.clone()).or_default() += 1;
        Some(chosen)
    }

    pub(crate) fn hit(&mut self, point: &Point) {
        *self.hits.entry(point.clone()).or_default() += 1;
    }

    /// All kills.
    #[must_use]
    pub fn kills(&self) -> u32 {
        self.hits.values().sum()
    }

    /// The point that killed least, and how often.
    #[must_use]
    pub fn least(&self) -> Option<(&Point, u32)> {
        self.hits.iter().map(|(point, hits)| (point, *hits)).min_by_key(|(_, hits)| *hits)
    }
}

impl fmt::Display for Census {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<(Deed, &str)> = Vec::new();
        for point in &self.order {
            let name = (point.deed, point.name.as_str());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut last = None;
        for (deed, name) in names {
            if last != Some(deed) {
                writeln!(f, "{}", deed.as_str())?;
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
