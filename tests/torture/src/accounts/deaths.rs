//! Deaths: those that a round plans, those that happened; and, while a world is recorded, where somebody can die at all.

use super::Part;
use crate::points::{Point, of_record};
use std::{collections::BTreeMap, time::Duration};

/// The name of a death that no point is for: at any moment of a command.
pub(super) const ANY_MOMENT: &str = "any moment";

/// Of one round.
#[derive(Debug, Default)]
pub(super) struct Deaths {
    plan: Vec<Point<Part>>,
    /// In their order.
    pub(super) happened: Vec<Point<Part>>,
    recorded: Option<Vec<Point<Part>>>,
    /// How long what is done takes, without a death.
    spans: BTreeMap<&'static str, Duration>,
}

impl Deaths {
    /// Begins a round with these.
    pub(super) fn plan(&mut self, plan: Vec<Point<Part>>) {
        (self.plan, self.happened) = (plan, Vec::new());
    }

    /// Whether somebody is to die in this.
    pub(super) fn wants(&self, what: &str) -> bool {
        self.plan.iter().any(|point| point.deed.what() == what)
    }

    /// The next that is to happen while `what` is done; it is planned no more.
    pub(super) fn next(&mut self, what: &str) -> Option<Point<Part>> {
        self.next_of(&[what])
    }

    /// The same, where all of this is done at once.
    pub(super) fn next_of(&mut self, all: &[&str]) -> Option<Point<Part>> {
        let at = self.plan.iter().position(|point| all.contains(&point.deed.what()))?;
        Some(self.plan.remove(at))
    }

    /// Notes one, if the process wrote its name down, or needed not.
    pub(super) fn died(&mut self, point: Point<Part>, log: &str) {
        if point.name == ANY_MOMENT || log.lines().last() == Some(&point.name) {
            self.happened.push(point);
        }
    }

    pub(super) const fn is_recording(&self) -> bool {
        self.recorded.is_some()
    }

    pub(super) fn record(&mut self) {
        self.recorded = Some(Vec::new());
    }

    /// Adds what a command passed that lived.
    pub(super) fn passed(&mut self, part: Part, log: &str) {
        let Some(recorded) = &mut self.recorded else { return };
        let any = Point { deed: part, name: ANY_MOMENT.to_owned(), turn: 1 };
        for point in of_record(part, log).into_iter().chain([any]) {
            if !recorded.contains(&point) {
                recorded.push(point);
            }
        }
    }

    /// Ends the recording: every point, by who passes it.
    pub(super) fn recorded(&mut self) -> Vec<Point<Part>> {
        let mut recorded = self.recorded.take().unwrap_or_default();
        // Stable: points of one part keep their order.
        recorded.sort_by_key(|point| point.deed);
        recorded
    }

    pub(super) fn took(&mut self, what: &'static str, span: Duration) {
        let known = self.spans.entry(what).or_default();
        *known = span.max(*known);
    }

    /// It was over before the moment came: it was slower when it was recorded, and the moments of later ones come earlier.
    pub(super) fn outran(&mut self, what: &'static str, span: Duration) {
        let known = self.spans.entry(what).or_insert(span);
        *known = (*known).min((*known + span) / 2);
    }

    pub(super) fn span(&self, what: &str) -> Duration {
        self.spans.get(what).copied().unwrap_or(Duration::from_millis(100))
    }
}
