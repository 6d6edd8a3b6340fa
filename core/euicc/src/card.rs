//! The card of the profile in use.

use crate::{Euicc, act::Act};
use model::{Iccid, Random};
use uicc::{Card, Outcome, Profile, Smartcard, StatusWord, Step, profile};

/// Which profile terminals speak to, and its card once a command needed it.
#[derive(Default)]
pub(crate) struct Active {
    iccid: Option<Iccid>,
    card: Option<Card>,
}

impl Active {
    pub(crate) const fn new(iccid: Option<Iccid>) -> Self {
        Self { iccid, card: None }
    }
}

impl Euicc {
    pub(crate) fn card(&mut self) -> Option<&mut Card> {
        self.active.card.as_mut()
    }

    pub(crate) fn resume_card(&mut self, outcome: Outcome, random: &mut dyn Random) -> Option<Step> {
        self.card().map(|card| card.resume(outcome, random))
    }

    /// The profile that is enabled is the one in use from now on; its card begins as after a reset.
    pub(crate) fn take_over(&mut self) {
        self.active = Active::new(self.state.enabled().map(|entry| entry.iccid));
    }

    /// The card's records may have changed behind its back: it is read again when it is next needed.
    pub(crate) fn drop_card(&mut self) {
        self.active.card = None;
    }

    /// Whether terminals speak to this profile now.
    #[must_use]
    pub fn is_in_use(&self, iccid: &Iccid) -> bool {
        self.active.iccid.as_ref() == Some(iccid)
    }

    /// The profile that terminals speak to now.
    pub(crate) const fn in_use(&self) -> Option<Iccid> {
        self.active.iccid
    }

    /// Goes on with what is durable of the profile in use, if its card was read before: another driver may have changed it.
    pub(crate) fn renew_card(
        &mut self,
        random: &mut dyn Random,
        then: impl FnOnce(&mut Self, &mut dyn Random) -> Act + Send + 'static,
    ) -> Act {
        let Some(iccid) = self.active.iccid.filter(|_| self.active.card.is_some()) else {
            return then(self, random);
        };
        Act::load(profile::TABLE, iccid.as_ef(), move |euicc, records, random| {
            match (Profile::load(&records), euicc.card()) {
                (Ok(profile), Some(card)) => card.renew(profile),
                // Whoever needs it is told that it is damaged.
                _ => euicc.drop_card(),
            }
            then(euicc, random)
        })
    }

    /// Whether a proactive session is in the way: a REFRESH that waits; for a switch that brings a `refresh` of its own, also
    /// a command of the profile that was fetched and not answered. Else the terminal ends such a session itself (SGP.22
    /// §3.2.1, application session termination).
    pub(crate) fn is_toolkit_busy(&self, refresh: bool) -> bool {
        self.refresh.is_waiting() || refresh && self.active.card.as_ref().is_some_and(Card::is_toolkit_busy)
    }

    /// Goes on with the card of the profile in use at hand, reading it first if need be; without one if none is enabled.
    pub(crate) fn with_card(
        &mut self,
        random: &mut dyn Random,
        then: impl FnOnce(&mut Self, &mut dyn Random) -> Act + Send + 'static,
    ) -> Act {
        let Some(iccid) = self.active.iccid.filter(|_| self.active.card.is_none()) else {
            return then(self, random);
        };
        Act::load(profile::TABLE, iccid.as_ef(), move |euicc, records, random| {
            let Ok(profile) = Profile::load(&records) else {
                // The records are damaged: the card says so as a broken chip would.
                return Act::Status(BROKEN);
            };
            let mut card = Card::new(profile).with_transport(euicc.link.transport());
            for channel in euicc.channels.extra() {
                card.open_channel(0, channel);
            }
            euicc.terminal.introduce(&mut card, random);
            euicc.active.card = Some(card);
            then(euicc, random)
        })
    }

    /// Hands a command on to the profile in use.
    pub(crate) fn forward(&mut self, command: &[u8], random: &mut dyn Random) -> Act {
        let command = command.to_vec();
        self.with_card(random, move |euicc, random| match euicc.card() {
            Some(card) => Act::Card(card.transmit(&command, random)),
            None => Act::Status(without_profile(command.get(1).copied().unwrap_or_default())),
        })
    }
}

/// No precise diagnosis (ISO/IEC 7816-4 §5.1.5).
pub(crate) const BROKEN: StatusWord = StatusWord(0x6F00);

/// What a card without an enabled profile answers to a terminal's command: there is no file system (SGP.22 §2.4.2).
const fn without_profile(instruction: u8) -> StatusWord {
    match instruction {
        // TERMINAL PROFILE, TERMINAL CAPABILITY, ENVELOPE: taken, with nothing to say.
        0x10 | 0xAA | 0xC2 => StatusWord::OK,
        // FETCH, TERMINAL RESPONSE, GET RESPONSE: nothing waits.
        0x12 | 0x14 | 0xC0 => StatusWord::CONDITIONS_NOT_SATISFIED,
        // SELECT, STATUS: there is no file.
        0xA4 | 0xF2 => StatusWord::FILE_NOT_FOUND,
        _ => StatusWord::UNKNOWN_INS,
    }
}
