use crate::{
    Euicc,
    act::Act,
    isdr::notify::{Unsent, sign_all, unsent},
    state::{ProfileEntry, State},
};
use model::{Batch, Iccid};
use rsp::metadata::NotificationEvent;

/// Changes of profiles' states with the notifications that tell of them: all of it becomes durable, or none.
pub(crate) struct Switch {
    next: State,
    batch: Batch,
    events: Vec<Unsent>,
}

impl Switch {
    pub(crate) fn new(state: &State) -> Self {
        Self { next: state.clone(), batch: Batch::new(), events: Vec::new() }
    }

    /// The profile that a test profile displaced, if it is still here and may come back.
    pub(crate) fn before_test(&self) -> Option<ProfileEntry> {
        let entry = self.next.settings.before_test.and_then(|iccid| self.next.profiles.get(&iccid));
        entry.filter(|entry| !entry.home.is_dormant()).cloned()
    }

    /// Notes which profile a test profile displaces.
    pub(crate) fn remember(&mut self, before_test: Option<Iccid>) {
        if self.next.settings.before_test != before_test {
            self.next.settings.before_test = before_test;
            self.next.put_settings(&mut self.batch);
        }
    }

    pub(crate) fn set_enabled(&mut self, entry: &ProfileEntry, enabled: bool, event: NotificationEvent) {
        self.events.extend(unsent(event, entry));
        self.next.put_profile(ProfileEntry { enabled, ..entry.clone() }, &mut self.batch);
    }

    /// Deletes a profile with all of its records. Of a dormant one nobody hears: the card lives on elsewhere.
    pub(crate) fn remove(&mut self, entry: &ProfileEntry, event: NotificationEvent) {
        if !entry.home.is_dormant() {
            self.events.extend(unsent(event, entry));
        }
        self.next.remove_profile(&entry.iccid, &mut self.batch);
        let displaced = self.next.settings.before_test.filter(|iccid| *iccid != entry.iccid);
        self.remember(displaced);
    }

    /// As it will be.
    pub(crate) const fn next(&self) -> &State {
        &self.next
    }

    /// Changes what is known of a profile, and nothing of its state.
    pub(crate) fn update(&mut self, entry: ProfileEntry) {
        self.next.put_profile(entry, &mut self.batch);
    }

    /// Changes something else in the same step.
    pub(crate) fn with(&mut self, change: impl FnOnce(&mut State, &mut Batch)) {
        change(&mut self.next, &mut self.batch);
    }

    /// For one who has something to add before all of it becomes durable.
    pub(crate) fn into_parts(self) -> (State, Batch, Vec<Unsent>) {
        (self.next, self.batch, self.events)
    }

    pub(crate) fn reset_address(&mut self) {
        self.next.settings.default_dp_address.clear();
        self.next.put_settings(&mut self.batch);
    }

    /// Signs the notifications and makes everything durable; `respond` hears whether it is.
    pub(crate) fn commit(self, respond: impl FnOnce(&mut Euicc, bool) -> Act + Send + 'static) -> Act {
        sign_all(self.next, self.batch, self.events, move |euicc, signed| {
            let Some((next, batch)) = signed else { return respond(euicc, false) };
            Act::commit(batch, move |euicc, done| {
                if done {
                    euicc.state = next;
                }
                respond(euicc, done)
            })
        })
    }
}
