//! Whose command is it: the ISD-R's, the eUICC's own, or the profile's?

use crate::{
    Euicc,
    act::Act,
    channels::{MANAGE_CHANNEL, Selected},
    isdr,
    refresh::{FETCH, TERMINAL_RESPONSE},
};
use model::Random;
use rsp::apdu::{ISD_R, STORE_DATA};
use uicc::{
    Smartcard, StatusWord, Step,
    apdu::{Class, Command},
    transport::Asked,
};

const SELECT: u8 = 0xA4;
const BY_AID: u8 = 0x04;
const GET_RESPONSE: u8 = 0xC0;
/// TERMINAL PROFILE, FETCH, TERMINAL RESPONSE, TERMINAL CAPABILITY, ENVELOPE, STATUS: of the terminal itself, whatever
/// is selected on the channel.
const OF_TERMINAL: [u8; 6] = [0x10, FETCH, TERMINAL_RESPONSE, 0xAA, 0xC2, 0xF2];

/// The command under way, as far as the form of its answer goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UnderWay {
    pub(crate) asked: Asked,
    pub(crate) channel: u8,
}

impl Euicc {
    pub(crate) fn dispatch(&mut self, bytes: &[u8], random: &mut dyn Random) -> Act {
        let command = match Command::parse(bytes) {
            Ok(command) => command,
            Err(status) => return Act::Status(status),
        };
        let class = match self.admit(&command) {
            Ok(class) => class,
            Err(status) => return Act::Status(status),
        };
        if command.ins == GET_RESPONSE {
            return self.get_response(&command, bytes, random);
        }
        self.under_way = Some(UnderWay { asked: Asked::by(&command), channel: command.channel() });
        self.answering = None;
        let on_isdr = self.channels.is_isdr(command.channel());
        match (class, command.ins) {
            (Class::Iso, SELECT) => self.select(&command, bytes, random),
            (Class::Iso, MANAGE_CHANNEL) => self.manage_channel(&command),
            (Class::Proprietary, FETCH | TERMINAL_RESPONSE) if self.refresh.is_waiting() => {
                self.refresh_command(&command)
            }
            (Class::Proprietary, STORE_DATA) if on_isdr => isdr::store_data(self, &command, random),
            (Class::Proprietary, ins) if OF_TERMINAL.contains(&ins) => {
                self.terminal.listen(&command, bytes);
                self.forward(bytes, random)
            }
            (_, STORE_DATA) if on_isdr => Act::Status(StatusWord::UNKNOWN_CLA),
            _ if on_isdr => Act::Status(StatusWord::UNKNOWN_INS),
            _ => self.forward(bytes, random),
        }
    }

    fn admit(&self, command: &Command<'_>) -> Result<Class, StatusWord> {
        let class = command.class().ok_or(StatusWord::UNKNOWN_CLA)?;
        if command.is_secured() {
            return Err(StatusWord::SECURE_MESSAGING_NOT_SUPPORTED);
        }
        if self.channels.is_open(command.channel()) { Ok(class) } else { Err(StatusWord::CHANNEL_NOT_SUPPORTED) }
    }

    /// SELECT: the ISD-R by its AID, everything else is the profile's. A channel leaves the ISD-R once something of the
    /// profile is selected on it; a selection that fails changes nothing.
    fn select(&mut self, command: &Command<'_>, bytes: &[u8], random: &mut dyn Random) -> Act {
        let channel = command.channel();
        if command.p1 == BY_AID && names_isdr(command) {
            self.channels.set(channel, Selected::IsdR);
            self.collector.forget(channel);
            return Act::Answer(if command.p2 & 0x0C == 0x0C { Vec::new() } else { isdr::select_response() });
        }
        let bytes = bytes.to_vec();
        self.with_card(random, move |euicc, random| {
            let Some(card) = euicc.card() else { return Act::Status(StatusWord::FILE_NOT_FOUND) };
            let step = card.transmit(&bytes, random);
            if went_well(&step) {
                euicc.channels.set(channel, Selected::Profile);
                euicc.collector.forget(channel);
            }
            Act::Card(step)
        })
    }

    /// GET RESPONSE: of the eUICC's own answer if one waits on this channel, else of the profile's.
    fn get_response(&mut self, command: &Command<'_>, bytes: &[u8], random: &mut dyn Random) -> Act {
        if self.answering == Some(command.channel()) {
            let status = self.refresh.announce(StatusWord::OK);
            let answer = match command.p1p2() {
                _ if !command.data.is_empty() => Err(StatusWord::WRONG_LENGTH),
                0 => self.link.get_response(Asked::by(command), status),
                _ => Err(StatusWord::WRONG_P1P2),
            };
            return answer.map_or_else(Act::Status, Act::Response);
        }
        if self.channels.is_isdr(command.channel()) {
            return Act::Status(StatusWord::CONDITIONS_NOT_SATISFIED);
        }
        self.forward(bytes, random)
    }
}

/// Whether the AID is the ISD-R's, whole or right-truncated (TS 102 221 §11.1.1.2) down to its RID; of a truncated one the
/// ISD-R is the first occurrence.
fn names_isdr(command: &Command<'_>) -> bool {
    let truncated = command.data.len() >= 5 && ISD_R.starts_with(command.data) && command.p2 & 0x03 == 0;
    command.data == ISD_R || truncated
}

fn went_well(step: &Step) -> bool {
    let Step::Reply(response) = step else { return false };
    let status = response.last_chunk::<2>().map(|status| StatusWord(u16::from_be_bytes(*status)));
    status.is_some_and(StatusWord::is_success)
}
