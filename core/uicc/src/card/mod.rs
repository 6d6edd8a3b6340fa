//! The card: commands of TS 102 221, TS 31.102, TS 102 223 and, in class `A0`, TS 51.011 on a [`Profile`].

use crate::{
    file::FilePath,
    profile::Profile,
    step::{Outcome, Smartcard, Step},
    transport::Transport,
};
use model::{Random, SecretBytes};

/// Kinds of REFRESH (TS 102 223 §6.4.7, command qualifier).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum RefreshMode {
    /// NAA initialisation and full file change notification.
    InitAndFullFileChange = 0x00,
    /// File change notification of the files given.
    FileChange = 0x01,
    /// NAA initialisation and file change notification of the files given.
    InitAndFileChange = 0x02,
    /// NAA initialisation.
    Init = 0x03,
    /// UICC reset.
    UiccReset = 0x04,
    /// NAA application reset.
    ApplicationReset = 0x05,
    /// NAA session reset.
    SessionReset = 0x06,
}

/// What a terminal told the card beside commands to files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardEvent {
    /// A TERMINAL RESPONSE to a proactive command.
    TerminalResponse {
        /// Type of the proactive command, such as `01` REFRESH.
        command: u8,
        /// General result, `00` = done.
        result: u8,
        /// The whole data field.
        raw: Vec<u8>,
    },
    /// An ENVELOPE that was accepted: the data object as sent.
    Envelope(Vec<u8>),
}

/// A card in use: one profile and what is volatile about it.
pub struct Card {
    profile: Profile,
    transport: Transport,
}

impl Card {
    /// A card just reset, with answers as whole blocks.
    #[must_use]
    pub const fn new(profile: Profile) -> Self {
        Self { profile, transport: Transport::Block }
    }

    /// The same card for this kind of reader.
    #[must_use]
    pub fn with_transport(self, transport: Transport) -> Self {
        Self { transport, ..self }
    }

    /// The profile, as durable so far.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The profile, the rest of the card dropped.
    #[must_use]
    pub fn into_profile(self) -> Profile {
        self.profile
    }

    /// Whether the profile was never used and its user may still choose the first PIN.
    #[must_use]
    pub const fn is_fresh(&self) -> bool {
        false
    }

    /// Sets PIN1 (4 to 8 ASCII digits) and enables it, once, before the profile was ever used. Goes on by
    /// [`Smartcard::resume`] as a command does; the reply is `9000`, `6A80` (not such digits), `6985` (already set or
    /// used, or no PIN1) or `6581`.
    pub fn set_first_pin(&mut self, pin: &SecretBytes) -> Step {
        let _ = (pin, self.transport);
        Step::Reply(vec![0x69, 0x85])
    }

    /// Queues a proactive REFRESH, which the terminal fetches after its next command.
    pub fn queue_refresh(&mut self, mode: RefreshMode, files: &[FilePath]) {
        let _ = (mode, files);
    }

    /// What the terminal told the card since last asked, oldest first.
    pub fn take_events(&mut self) -> Vec<CardEvent> {
        Vec::new()
    }
}

impl Smartcard for Card {
    fn atr(&self) -> Vec<u8> {
        Vec::new()
    }

    fn reset(&mut self) -> Vec<u8> {
        self.atr()
    }

    fn transmit(&mut self, _command: &[u8], _random: &mut dyn Random) -> Step {
        Step::Reply(vec![0x6D, 0x00])
    }

    fn resume(&mut self, _outcome: Outcome, _random: &mut dyn Random) -> Step {
        Step::Reply(vec![0x6F, 0x00])
    }
}
