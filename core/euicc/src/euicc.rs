use crate::{
    act::{Act, Waiting},
    card::{Active, BROKEN},
    channels::Channels,
    collector::Collector,
    dispatch::UnderWay,
    install::{Installation, put_card},
    isdr,
    refresh::Refresh,
    state::{self, LoadError, State},
    terminal::Terminal,
};
use model::{Batch, Iccid, Random, SecretBytes};
use rsp::{cert::chain::Roots, metadata::StoreMetadataRequest};
use std::sync::OnceLock;
use uicc::{Outcome, Profile, Smartcard, StatusWord, Step, Transport, transport::Link};

/// Answer to reset (ISO/IEC 7816-3 §8.2): direct convention, T=0 first, then T=15 with classes A to C (TA) and "this is an
/// eUICC" (TB `82`, TS 102 221 §6.3.3); historical bytes: selection by full and partial name, EF.DIR, logical channels.
const ATR: [u8; 23] = [
    0x3B, 0x9F, 0x96, 0x80, 0x3F, 0xC7, 0x82, 0x80, 0x31, 0xE0, 0x73, 0xFE, 0x21, 0x1B, 0x67, 0x4C, 0x61, 0x6E, 0x64,
    0x66, 0x61, 0x6C, 0x3E,
];

/// An eUICC in software, behind APDUs: the ISD-R, and the card of the profile that is enabled.
pub struct Euicc {
    pub(crate) state: State,
    pub(crate) session: isdr::Session,
    pub(crate) installation: Option<Installation>,
    pub(crate) collector: Collector,
    pub(crate) channels: Channels,
    pub(crate) refresh: Refresh,
    pub(crate) terminal: Terminal,
    pub(crate) active: Active,
    pub(crate) link: Link,
    pub(crate) under_way: Option<UnderWay>,
    /// The channel on which an answer of the eUICC's own may wait for GET RESPONSE.
    pub(crate) answering: Option<u8>,
    roots: OnceLock<Roots>,
    waiting: Option<Waiting>,
    /// A commit was abandoned: what is durable now is to be read before anything else.
    unsure: bool,
    /// Another driver made changes: they are to be read before anything else.
    outdated: bool,
}

impl Euicc {
    /// An eUICC in the state `state`, as after a reset.
    #[must_use]
    pub fn new(state: State, transport: Transport) -> Self {
        let active = Active::new(state.enabled().map(|entry| entry.iccid));
        Self {
            state,
            session: isdr::Session::default(),
            installation: None,
            collector: Collector::default(),
            channels: Channels::default(),
            refresh: Refresh::default(),
            terminal: Terminal::default(),
            active,
            link: Link::new(transport),
            under_way: None,
            answering: None,
            roots: OnceLock::new(),
            waiting: None,
            unsure: false,
            outdated: false,
        }
    }

    /// An eUICC from its records: all of the table [`crate::state::TABLE`] whose ids start with its EID.
    ///
    /// # Errors
    /// [`LoadError`] if the identity is missing or a record is damaged.
    pub fn load(records: &[(Vec<u8>, SecretBytes)], transport: Transport) -> Result<Self, LoadError> {
        Ok(Self::new(State::load(records)?, transport))
    }

    /// The records of a new eUICC, to be made durable before it is used.
    #[must_use]
    pub fn records(&self) -> Batch {
        let mut batch = Batch::new();
        self.state.put_identity(&mut batch);
        batch
    }

    /// What the eUICC keeps, for showing.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Sets the first PIN of the profile `iccid`, once and before it was ever used: its user's own, at import. Goes on by
    /// [`Smartcard::resume`] as a command does; the reply is that of [`uicc::Card::set_first_pin`], or `6A82` if that profile
    /// is not the one in use.
    pub fn set_first_pin(&mut self, iccid: &Iccid, pin: &SecretBytes, random: &mut dyn Random) -> Step {
        let (iccid, pin) = (*iccid, pin.clone());
        self.begin(random, move |euicc, random| {
            if !euicc.is_in_use(&iccid) {
                return Act::Status(StatusWord::FILE_NOT_FOUND);
            }
            euicc.with_card(random, move |euicc, _| match euicc.card() {
                Some(card) => Act::Card(card.set_first_pin(&pin)),
                None => Act::Status(StatusWord::FILE_NOT_FOUND),
            })
        })
    }

    /// A command that is meant for the profile `iccid` and for no other that may be in use by now: then the reply is `6A82`, and nothing is done. Goes on by
    /// [`Smartcard::resume`].
    pub fn transmit_to(&mut self, iccid: &Iccid, command: &[u8], random: &mut dyn Random) -> Step {
        let (iccid, command) = (*iccid, command.to_vec());
        self.begin(random, move |euicc, random| {
            if !euicc.is_in_use(&iccid) {
                return Act::Status(StatusWord::FILE_NOT_FOUND);
            }
            euicc.dispatch(&command, random)
        })
    }

    /// Puts a card in that no SM-DP+ delivers, disabled: that of a plastic SIM whose keys its operator gave its owner. No command does it.
    /// Goes on by [`Smartcard::resume`] as a command does; the reply is `9000`, `6985` if a card of its number is here, `6A84` if there is no
    /// room, or `6581` if it could not be made durable.
    pub fn put_card(&mut self, metadata: StoreMetadataRequest, card: &Profile, random: &mut dyn Random) -> Step {
        let act = put_card(metadata, card);
        self.begin(random, move |_, _| act)
    }

    /// The CI certificates that the eUICC trusts.
    pub(crate) fn roots(&self) -> &Roots {
        self.roots.get_or_init(|| self.state.identity.trusted())
    }

    /// Whether an answer of `length` bytes suits the command under way; asked before it takes effect.
    pub(crate) fn fits(&self, length: usize) -> Result<(), StatusWord> {
        self.under_way.map_or(Ok(()), |command| self.link.check(command.asked, length))
    }

    /// Begins a command, with what is durable at hand.
    pub(crate) fn begin(
        &mut self,
        random: &mut dyn Random,
        command: impl FnOnce(&mut Self, &mut dyn Random) -> Act + Send + 'static,
    ) -> Step {
        self.abandon();
        let act = match (self.unsure, self.outdated) {
            (true, _) => self.read_again(command),
            (false, true) => self.catch_up(command),
            (false, false) => command(self, random),
        };
        self.run(act, random)
    }

    /// Gives up a command that is under way. Whether its changes became durable nobody will say: they are read again.
    fn abandon(&mut self) {
        match self.waiting.take() {
            Some(Waiting::Commit(_)) => self.unsure = true,
            Some(Waiting::Card) => self.drop_card(),
            _ => {}
        }
    }

    fn read_again(&self, then: impl FnOnce(&mut Self, &mut dyn Random) -> Act + Send + 'static) -> Act {
        Act::load(state::TABLE, self.state.eid().as_bytes(), |euicc, records, random| match State::load(&records) {
            Ok(state) => {
                euicc.state = state;
                (euicc.unsure, euicc.outdated) = (false, false);
                euicc.installation = None;
                euicc.refresh = Refresh::None;
                euicc.take_over();
                then(euicc, random)
            }
            Err(_) => Act::Status(BROKEN),
        })
    }

    /// Reads what another driver made durable. Its own terminal goes on with the profile in use, unless that is another one now.
    fn catch_up(&self, then: impl FnOnce(&mut Self, &mut dyn Random) -> Act + Send + 'static) -> Act {
        Act::load(state::TABLE, self.state.eid().as_bytes(), |euicc, records, random| match State::load(&records) {
            Ok(state) => {
                euicc.state = state;
                euicc.outdated = false;
                euicc.installation = None;
                euicc.follow();
                euicc.renew_card(random, then)
            }
            Err(_) => Act::Status(BROKEN),
        })
    }

    fn run(&mut self, mut act: Act, random: &mut dyn Random) -> Step {
        loop {
            let (step, waiting) = match act {
                Act::Answer(data) => return Step::Reply(self.answer(data)),
                Act::Status(status) => return Step::Reply(self.refresh.announce(status).to_bytes().to_vec()),
                Act::Response(response) => return Step::Reply(response),
                Act::Card(Step::Reply(response)) => return Step::Reply(self.with_announcement(response)),
                Act::Card(step) => (step, Waiting::Card),
                Act::Sign(message, then) => {
                    (Step::Sign { key: self.state.identity.key.clone(), message }, Waiting::Signature(then))
                }
                Act::GoOn(then) => {
                    act = then(self, (), random);
                    continue;
                }
                Act::Commit { batch, then, .. } if batch.is_empty() => {
                    act = then(self, true, random);
                    continue;
                }
                Act::Commit { batch, lazy, then } => (Step::Commit { batch, lazy }, Waiting::Commit(then)),
                Act::Load { table, prefix, then } => (Step::Load { table, prefix }, Waiting::Records(then)),
            };
            self.waiting = Some(waiting);
            return step;
        }
    }

    fn answer(&mut self, data: Vec<u8>) -> Vec<u8> {
        let status = self.refresh.announce(StatusWord::OK);
        let Some(command) = self.under_way else { return status.to_bytes().to_vec() };
        self.answering = Some(command.channel);
        self.link.answer(command.asked, data, status)
    }

    /// The profile's own answer, with `91xx` for its `9000` while a REFRESH waits.
    fn with_announcement(&self, mut response: Vec<u8>) -> Vec<u8> {
        if let Some(status) = response.last_chunk_mut::<2>() {
            *status = self.refresh.announce(StatusWord(u16::from_be_bytes(*status))).to_bytes();
        }
        response
    }
}

impl Smartcard for Euicc {
    fn atr(&self) -> Vec<u8> {
        ATR.to_vec()
    }

    fn reset(&mut self) -> Vec<u8> {
        self.abandon();
        self.session = isdr::Session::default();
        self.installation = None;
        self.collector = Collector::default();
        self.channels = Channels::default();
        self.refresh = Refresh::None;
        self.terminal = Terminal::default();
        self.under_way = None;
        self.answering = None;
        self.take_over();
        self.atr()
    }

    fn transmit(&mut self, command: &[u8], random: &mut dyn Random) -> Step {
        let command = command.to_vec();
        self.begin(random, move |euicc, random| euicc.dispatch(&command, random))
    }

    fn resume(&mut self, outcome: Outcome, random: &mut dyn Random) -> Step {
        let act = match self.waiting.take() {
            Some(waiting) => waiting.go_on(self, outcome, random),
            None => None,
        };
        // An outcome that nobody asked for: the driver is at fault, and the command is given up.
        let act = act.unwrap_or(Act::Status(BROKEN));
        self.run(act, random)
    }

    fn outdated(&mut self) {
        self.outdated = true;
    }

    /// A package is being loaded.
    fn is_midway(&self) -> bool {
        self.installation.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::ATR;

    #[test]
    fn the_atr_is_well_formed_and_offers_t0_first() {
        assert_eq!(ATR.iter().skip(1).fold(0, |sum, byte| sum ^ byte), 0);
        // TS, T0, TA1, TD1, TD2, TA3, TB3, historical bytes, TCK.
        assert_eq!(ATR.len(), 7 + usize::from(ATR[1] & 0x0F) + 1);
        assert_eq!(ATR[3] & 0x0F, 0, "T=0");
        assert_eq!((ATR[4] & 0x0F, ATR[6]), (15, 0x82), "an eUICC");
    }
}
