use crate::{
    act::{Act, Waiting},
    channels::{self, Channels, Selected},
    install::Installation,
    isdr,
    refresh::Refresh,
    state::{LoadError, State},
};
use model::{Batch, Iccid, Random, SecretBytes};
use rsp::apdu::StoreData;
use uicc::{Card, Outcome, Profile, Smartcard, Step, Transport, profile};

/// Answer to reset: direct convention, T=0 first and T=15 with class A to C; historical bytes with selection by full
/// and partial name, EF.DIR, logical channels; TB(15) says that this is an eUICC (SGP.22 §3.4.1, TS 102 221 §6.3).
const ATR: [u8; 23] = [
    0x3B, 0x9F, 0x96, 0x80, 0x3F, 0xC7, 0x82, 0x80, 0x31, 0xE0, 0x73, 0xFE, 0x21, 0x1B, 0x67, 0x4C, 0x61, 0x6E, 0x64,
    0x66, 0x61, 0x6C, 0x3E,
];

/// The longest ES10 command that is put together, in bytes.
const LARGEST_COMMAND: usize = 64 * 1024;

/// An eUICC in software, behind APDUs: the ISD-R, and the card of the profile that is enabled.
pub struct Euicc {
    pub(crate) state: State,
    pub(crate) session: isdr::Session,
    pub(crate) installation: Option<Installation>,
    pub(crate) collector: StoreData,
    pub(crate) channels: Channels,
    pub(crate) refresh: Refresh,
    transport: Transport,
    // The card of the enabled profile; read when a command first needs it.
    active: Option<(Iccid, Card)>,
    waiting: Option<Waiting>,
    // T=0: what GET RESPONSE will fetch.
    outgoing: Vec<u8>,
}

impl Euicc {
    /// An eUICC in the state `state`, as after a reset.
    #[must_use]
    pub fn new(state: State, transport: Transport) -> Self {
        Self {
            state,
            session: isdr::Session::default(),
            installation: None,
            collector: StoreData::new(LARGEST_COMMAND),
            channels: Channels::default(),
            refresh: Refresh::default(),
            transport,
            active: None,
            waiting: None,
            outgoing: Vec::new(),
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

    /// Sets the first PIN of a profile that was never used: its user's own, at import. Works on the enabled profile's
    /// card only, which the driver selects by enabling it.
    pub fn set_first_pin(&mut self, pin: &SecretBytes, random: &mut dyn Random) -> Step {
        let pin = pin.clone();
        let act = self.with_active(random, move |euicc, _| match euicc.active_card() {
            Some(card) => Act::Card(card.set_first_pin(&pin)),
            None => Act::Status(0x6A82),
        });
        self.run(act, random)
    }

    fn active_card(&mut self) -> Option<&mut Card> {
        self.active.as_mut().map(|(_, card)| card)
    }

    pub(crate) fn active_resume(&mut self, outcome: Outcome, random: &mut dyn Random) -> Option<Step> {
        self.active_card().map(|card| card.resume(outcome, random))
    }

    /// The card of the enabled profile is no longer the right one: another was enabled, or none is.
    pub(crate) fn drop_active(&mut self) {
        self.active = None;
    }

    /// Whether the profile's card is the one that terminals speak to now.
    pub(crate) fn is_active(&self, iccid: &Iccid) -> bool {
        self.active.as_ref().is_some_and(|(own, _)| own == iccid)
    }

    /// Goes on with the enabled profile's card at hand, reading it first if need be.
    fn with_active(
        &mut self,
        random: &mut dyn Random,
        then: impl FnOnce(&mut Self, &mut dyn Random) -> Act + Send + 'static,
    ) -> Act {
        let Some(iccid) = self.state.enabled().map(|entry| entry.iccid).filter(|iccid| !self.is_active(iccid)) else {
            return then(self, random);
        };
        Act::Load {
            table: profile::TABLE,
            prefix: iccid.as_ef().to_vec(),
            then: Box::new(move |euicc, records, random| match Profile::load(&records) {
                Ok(profile) => {
                    let mut card = Card::new(profile).with_transport(euicc.transport);
                    for channel in euicc.channels.extra() {
                        manage_channel(&mut card, 0x00, channel, random);
                    }
                    euicc.active = Some((iccid, card));
                    then(euicc, random)
                }
                // The records are damaged: the card says so as a broken chip would.
                Err(_) => Act::Status(0x6F00),
            }),
        }
    }

    fn dispatch(&mut self, command: &[u8], random: &mut dyn Random) -> Act {
        let [class, instruction, p1, p2, ..] = *command else { return Act::Status(0x6700) };
        let channel = channels::of_class(class);
        if !self.channels.is_open(channel) {
            return Act::Status(0x6881);
        }
        match instruction {
            0xA4 if p1 == 0x04 => self.select_application(command, channel, random),
            0x70 => self.manage_channel(command, p1, p2, random),
            0x12 | 0x14 if self.refresh.is_waiting() => self.refresh_command(instruction),
            0xE2 if self.channels.is_isdr(channel) => isdr::store_data(self, command, random),
            0xC0 if self.channels.is_isdr(channel) => self.get_response(command),
            // Commands of the terminal itself, whatever is selected.
            0x10 | 0x12 | 0x14 | 0xAA | 0xC2 | 0xF2 => self.forward(command, random),
            _ if self.channels.is_isdr(channel) => Act::Status(0x6D00),
            _ => self.forward(command, random),
        }
    }

    fn select_application(&mut self, command: &[u8], channel: u8, random: &mut dyn Random) -> Act {
        let aid = command.get(4).and_then(|length| command.get(5..5 + usize::from(*length)));
        if aid == Some(&rsp::apdu::ISD_R[..]) {
            self.channels.set(channel, Selected::IsdR);
            self.collector = StoreData::new(LARGEST_COMMAND);
            return Act::Answer(isdr::select_response());
        }
        self.channels.set(channel, Selected::Profile);
        self.forward(command, random)
    }

    fn manage_channel(&mut self, command: &[u8], p1: u8, p2: u8, random: &mut dyn Random) -> Act {
        match p1 {
            0x00 => {
                let wanted = if p2 == 0 { (1..20).find(|c| !self.channels.is_open(*c)) } else { Some(p2) };
                let Some(channel) = wanted.filter(|c| *c < 20 && !self.channels.is_open(*c)) else {
                    return Act::Status(if p2 == 0 { 0x6A81 } else { 0x6A86 });
                };
                self.channels.set(channel, Selected::Profile);
                if let Some(card) = self.active_card() {
                    manage_channel(card, 0x00, channel, random);
                }
                if p2 == 0 { Act::Answer(vec![channel]) } else { Act::Answer(Vec::new()) }
            }
            0x80 => {
                let channel = if p2 == 0 { command.first().map_or(0, |c| channels::of_class(*c)) } else { p2 };
                if channel == 0 || !self.channels.is_open(channel) {
                    return Act::Status(0x6A86);
                }
                self.channels.close(channel);
                if let Some(card) = self.active_card() {
                    manage_channel(card, 0x80, channel, random);
                }
                Act::Answer(Vec::new())
            }
            _ => Act::Status(0x6A86),
        }
    }

    fn forward(&mut self, command: &[u8], random: &mut dyn Random) -> Act {
        let command = command.to_vec();
        self.with_active(random, move |euicc, random| match euicc.active_card() {
            Some(card) => Act::Card(card.transmit(&command, random)),
            // No profile is enabled: there is no file system (SGP.22 §2.4.2).
            None => Act::Status(without_profile(command.get(1).copied().unwrap_or_default())),
        })
    }

    fn run(&mut self, mut act: Act, random: &mut dyn Random) -> Step {
        loop {
            let (step, waiting) = match act {
                Act::Answer(data) => return self.answer(data),
                Act::Status(status) => return Step::Reply(self.with_status(Vec::new(), status)),
                Act::Response(response) => return Step::Reply(response),
                Act::Card(Step::Reply(response)) => return Step::Reply(response),
                Act::Card(step) => (step, Waiting::Card),
                Act::Sign(message, then) => {
                    (Step::Sign { key: self.state.identity.key.clone(), message }, Waiting::Signature(then))
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

    fn answer(&mut self, data: Vec<u8>) -> Step {
        if self.transport == Transport::T0 && !data.is_empty() {
            self.outgoing = data;
            let length = self.outgoing.len().min(256) as u8;
            return Step::Reply(vec![0x61, length]);
        }
        let status = self.refresh.status();
        Step::Reply(self.with_status(data, status))
    }

    fn get_response(&mut self, command: &[u8]) -> Act {
        if self.outgoing.is_empty() {
            return Act::Status(0x6985);
        }
        let wanted = match command.get(4) {
            None | Some(0) => 256,
            Some(length) => usize::from(*length),
        };
        let rest = self.outgoing.split_off(wanted.min(self.outgoing.len()));
        let data = std::mem::replace(&mut self.outgoing, rest);
        let status = match self.outgoing.len() {
            0 => self.refresh.status(),
            left => 0x6100 | (left.min(256) as u16 & 0xFF),
        };
        Act::Response(self.with_status(data, status))
    }

    fn with_status(&self, mut data: Vec<u8>, status: u16) -> Vec<u8> {
        data.extend_from_slice(&status.to_be_bytes());
        data
    }
}

/// Lets the profile's card know of a channel that the eUICC opened or closed; it answers at once and needs nothing.
fn manage_channel(card: &mut Card, p1: u8, channel: u8, random: &mut dyn Random) {
    let _ = card.transmit(&[0x00, 0x70, p1, channel], random);
}

/// What a card without an enabled profile answers to a terminal's command.
const fn without_profile(instruction: u8) -> u16 {
    match instruction {
        // TERMINAL CAPABILITY, TERMINAL PROFILE, TERMINAL RESPONSE, ENVELOPE: taken, with nothing to say.
        0xAA | 0x10 | 0x14 | 0xC2 => 0x9000,
        // SELECT, STATUS: there is no file.
        0xA4 | 0xF2 => 0x6A82,
        _ => 0x6D00,
    }
}

impl Smartcard for Euicc {
    fn atr(&self) -> Vec<u8> {
        // T=0 offered; card service data "selection by full name, EF.DIR"; eUICC-related capabilities (SGP.22 §3.4.1).
        ATR.to_vec()
    }

    fn reset(&mut self) -> Vec<u8> {
        self.session = isdr::Session::default();
        self.installation = None;
        self.collector = StoreData::new(LARGEST_COMMAND);
        self.channels = Channels::default();
        self.refresh = Refresh::default();
        self.active = None;
        self.waiting = None;
        self.outgoing.clear();
        self.atr()
    }

    fn transmit(&mut self, command: &[u8], random: &mut dyn Random) -> Step {
        self.waiting = None;
        if command.get(1) != Some(&0xC0) {
            self.outgoing.clear();
        }
        let act = self.dispatch(command, random);
        self.run(act, random)
    }

    fn resume(&mut self, outcome: Outcome, random: &mut dyn Random) -> Step {
        let act = match self.waiting.take() {
            Some(waiting) => waiting.go_on(self, outcome, random),
            None => None,
        };
        // An outcome that nobody asked for: the driver is at fault, and the command is given up.
        let act = act.unwrap_or(Act::Status(0x6F00));
        self.run(act, random)
    }
}
