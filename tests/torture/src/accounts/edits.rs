//! The edits of a round, and what must have come of them once both phones have synced.

use super::records::{Records, Setting};
use landfall_stage::Broken;
use std::collections::{BTreeMap, BTreeSet};

/// What a phone does to a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Edit {
    /// Another value.
    Set(String),
    /// It ends.
    End,
    /// An edit that came too late takes the place of what stands; by its value.
    Prefer(String),
    /// Such an edit goes.
    Dismiss(String),
}

/// By setting, and phone.
#[derive(Debug, Default)]
pub(super) struct Edits(BTreeMap<String, [Vec<Edit>; 2]>);

/// What is there of a setting, by values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Seen {
    stands: Option<String>,
    beside: BTreeSet<String>,
}

impl Edits {
    pub(super) fn add(&mut self, name: &str, phone: usize, edit: Edit) {
        self.0.entry(name.to_owned()).or_default()[phone].push(edit);
    }

    /// Whether this phone has edited it.
    pub(super) fn has(&self, name: &str, phone: usize) -> bool {
        self.0.get(name).is_some_and(|by| !by[phone].is_empty())
    }

    /// Whether this phone has done more than to set it.
    pub(super) fn has_ended(&self, name: &str, phone: usize) -> bool {
        self.0.get(name).is_some_and(|by| by[phone].iter().any(|edit| !matches!(edit, Edit::Set(_))))
    }

    /// Whether either phone has decided about an edit that came too late.
    pub(super) fn has_decided(&self, name: &str) -> bool {
        let decides = |edit: &Edit| matches!(edit, Edit::Prefer(_) | Edit::Dismiss(_));
        self.0.get(name).is_some_and(|by| by.iter().flatten().any(decides))
    }

    /// Each edit is there once: it stands, or is kept beside what stands; what was deleted is gone.
    pub(super) fn check(&self, before: &Records, after: &Records) -> Result<(), Broken> {
        let names: BTreeSet<&String> =
            before.settings.keys().chain(after.settings.keys()).chain(self.0.keys()).collect();
        for name in names {
            let (was, is) = (Seen::of(before.settings.get(name)), Seen::of(after.settings.get(name)));
            let none = [Vec::new(), Vec::new()];
            let edits = self.0.get(name).unwrap_or(&none);
            if !fits(&was, edits, &is) {
                return Err(Broken::not(format!("of {name} there was {was:?}, and is {is:?}, after {edits:?}")));
            }
        }
        Ok(())
    }
}

fn fits(was: &Seen, [home, lost]: &[Vec<Edit>; 2], is: &Seen) -> bool {
    match (home.last(), lost.last()) {
        (None, None) => is == was,
        (Some(_), None) => *is == was.after(home),
        (None, Some(_)) => *is == was.after(lost),
        (Some(Edit::Set(one)), Some(Edit::Set(other))) => {
            let kept = |late: &String| was.beside.iter().chain([late]).cloned().collect::<BTreeSet<_>>();
            is.stands.as_ref() == Some(one) && is.beside == kept(other)
                || is.stands.as_ref() == Some(other) && is.beside == kept(one)
        }
        // Deletes win.
        (Some(_), Some(_)) => is.stands.is_none() && is.beside == was.beside,
    }
}

impl Seen {
    fn of(setting: Option<&Setting>) -> Self {
        setting.map_or_else(Self::default, |setting| Self {
            stands: setting.stands.as_ref().map(|(_, value)| value.clone()),
            beside: setting.beside.keys().cloned().collect(),
        })
    }

    /// With the edits of one phone alone.
    fn after(&self, edits: &[Edit]) -> Self {
        edits.iter().fold(self.clone(), |mut seen, edit| {
            match edit {
                Edit::Set(value) => seen.stands = Some(value.clone()),
                Edit::End => seen.stands = None,
                Edit::Prefer(value) => {
                    seen.beside.remove(value);
                    seen.stands = Some(value.clone());
                }
                Edit::Dismiss(value) => drop(seen.beside.remove(value)),
            }
            seen
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(stands: Option<&str>, beside: &[&str]) -> Seen {
        let beside = beside.iter().map(|&value| value.to_owned()).collect();
        Seen { stands: stands.map(str::to_owned), beside }
    }

    #[test]
    fn what_is_lost_doubled_or_back_does_not_fit() {
        let set = |value: &str| vec![Edit::Set(value.to_owned())];
        let (was, both) = (seen(Some("a"), &[]), [set("b"), set("c")]);
        assert!(fits(&was, &both, &seen(Some("b"), &["c"])) && fits(&was, &both, &seen(Some("c"), &["b"])));
        for wrong in
            [seen(Some("b"), &[]), seen(Some("a"), &["b", "c"]), seen(Some("b"), &["b", "c"]), seen(None, &["b", "c"])]
        {
            assert!(!fits(&was, &both, &wrong), "{wrong:?}");
        }
        let ended = [vec![Edit::End], set("c")];
        assert!(fits(&was, &ended, &seen(None, &[])));
        assert!(!fits(&was, &ended, &seen(Some("c"), &[])) && !fits(&was, &ended, &was));
        let chosen = [Vec::new(), vec![Edit::Prefer("x".to_owned())]];
        assert!(fits(&seen(Some("a"), &["x"]), &chosen, &seen(Some("x"), &[])));
        assert!(!fits(&was, &[Vec::new(), Vec::new()], &seen(None, &[])));
    }
}
