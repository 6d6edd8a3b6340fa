use super::{
    Card,
    plan::{Plan, Planned},
};
use crate::{
    apdu::{Class, Command},
    status::StatusWord,
    step::Step,
    transport::Asked,
};
use model::Random;

/// Instructions of class `0X` (TS 102 221 table 10.5).
const ISO: [u8; 16] = [0x04, 0x20, 0x24, 0x26, 0x28, 0x2C, 0x44, 0x70, 0x84, 0x88, 0xA2, 0xA4, 0xB0, 0xB2, 0xD6, 0xDC];

/// Instructions of class `8X`.
const PROPRIETARY: [u8; 10] = [0x10, 0x12, 0x14, 0x32, 0x78, 0xAA, 0xC2, 0xCB, 0xDB, 0xF2];

const GET_RESPONSE: u8 = 0xC0;

impl Card {
    /// Answers a command, or asks for what must be durable first.
    pub(super) fn dispatch(&mut self, bytes: &[u8], random: &mut dyn Random) -> Step {
        let command = match Command::parse(bytes) {
            Ok(command) => command,
            Err(status) => return Step::Reply(status.to_bytes().to_vec()),
        };
        let asked = Asked::by(&command);
        let planned = match self.admit(&command) {
            Ok(Class::Iso | Class::Proprietary | Class::Gsm) if command.ins == GET_RESPONSE => {
                return self.get_response(&command, asked);
            }
            Ok(class) => {
                self.link.clear();
                match class {
                    Class::Iso => self.iso(&command, random),
                    Class::Proprietary => self.proprietary(&command, random),
                    Class::Gsm => self.gsm(&command),
                }
            }
            Err(status) => Err(status),
        };
        match planned {
            Ok(plan) => self.carry_out(asked, plan),
            Err(status) => self.reply(asked, Vec::new(), status),
        }
    }

    fn admit(&self, command: &Command<'_>) -> Result<Class, StatusWord> {
        let class = command.class().ok_or(StatusWord::UNKNOWN_CLA)?;
        if command.is_secured() {
            return Err(StatusWord::SECURE_MESSAGING_NOT_SUPPORTED);
        }
        if !self.session.channels.contains_key(&command.channel()) {
            return Err(StatusWord::CHANNEL_NOT_SUPPORTED);
        }
        Ok(class)
    }

    fn get_response(&mut self, command: &Command<'_>, asked: Asked) -> Step {
        let status = self.session.proactive.announce(StatusWord::OK);
        let answer = match command.p1p2() {
            _ if !command.data.is_empty() => Err(StatusWord::WRONG_LENGTH),
            0 => self.link.get_response(asked, status),
            _ if asked.is_gsm() => Err(StatusWord::OUTSIDE_FILE),
            _ => Err(StatusWord::WRONG_P1P2),
        };
        Step::Reply(answer.unwrap_or_else(|status| status.to_bytes().to_vec()))
    }

    fn iso(&self, command: &Command<'_>, random: &mut dyn Random) -> Planned {
        match command.ins {
            0x04 => self.deactivate_file(command),
            0x20 => self.verify(command),
            0x24 => self.change(command),
            0x26 => self.disable(command),
            0x28 => self.enable(command),
            0x2C => self.unblock(command),
            0x44 => self.activate_file(command),
            0x70 => self.manage_channel(command),
            0x84 => get_challenge(command, random),
            0x88 => self.authenticate(command),
            0xA2 => self.search_record(command),
            0xA4 => self.select(command),
            0xB0 => self.read_binary(command),
            0xB2 => self.read_record(command),
            0xD6 => self.update_binary(command),
            0xDC => self.update_record(command),
            ins => Err(unknown(ins)),
        }
    }

    fn proprietary(&self, command: &Command<'_>, random: &mut dyn Random) -> Planned {
        match command.ins {
            0x10 => self.terminal_profile(command),
            0x12 => self.fetch(command),
            0x14 => self.terminal_response(command),
            0x32 => self.increase(command),
            0x78 => self.get_identity(command, random),
            0xAA => self.terminal_capability_command(command),
            0xC2 => self.envelope(command),
            0xCB => self.retrieve_data(command),
            0xDB => self.set_data(command),
            0xF2 => self.status(command),
            ins => Err(unknown(ins)),
        }
    }
}

/// `6E00` for an instruction that exists in another class, `6D00` for one that does not.
fn unknown(ins: u8) -> StatusWord {
    if ISO.contains(&ins) || PROPRIETARY.contains(&ins) { StatusWord::UNKNOWN_CLA } else { StatusWord::UNKNOWN_INS }
}

/// GET CHALLENGE: Le unpredictable bytes, 8 if none is said, 255 at most.
fn get_challenge(command: &Command<'_>, random: &mut dyn Random) -> Planned {
    if command.p1p2() != 0 {
        return Err(StatusWord::WRONG_P1P2);
    }
    if !command.data.is_empty() {
        return Err(StatusWord::WRONG_LENGTH);
    }
    let mut challenge = vec![0; command.le.filter(|le| *le < 256).unwrap_or(8)];
    random.fill(&mut challenge);
    Ok(Plan::with(challenge))
}
