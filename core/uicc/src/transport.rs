//! How an answer crosses the border between card and reader.

use crate::{apdu::Command, status::StatusWord};

/// What kind of reader the card talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Transport {
    /// A whole APDU each way, as with T=1 or a program: data are returned at once.
    #[default]
    Block,
    /// Commands as T=0 carries them (TS 102 221 §7.3.1.1): data that answer data are announced by `61xx` (`9Fxx` in
    /// class `A0`) and fetched by GET RESPONSE; a wrong Le is answered by `6Cxx`.
    T0,
}

/// The reader's side of a card: data that wait for GET RESPONSE, and what a given reader may be answered with.
#[derive(Default)]
pub struct Link {
    transport: Transport,
    waiting: Vec<u8>,
}

/// What of a command decides the form of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The command had data.
    with_data: bool,
    /// Its class was `A0`.
    gsm: bool,
    /// Its Le.
    le: Option<usize>,
}

impl Asked {
    /// By this command.
    #[must_use]
    pub const fn by(command: &Command<'_>) -> Self {
        Self { with_data: !command.data.is_empty(), gsm: command.cla == 0xA0, le: command.le }
    }

    /// By nobody's command: what the card's owner asks for by a function.
    pub(crate) const fn internally() -> Self {
        Self { with_data: false, gsm: false, le: None }
    }

    /// Whether its class was `A0`.
    #[must_use]
    pub const fn is_gsm(self) -> bool {
        self.gsm
    }
}

/// The Le values that mean "as much as there is", short and extended.
const fn is_maximum(le: usize) -> bool {
    le == 256 || le == 65_536
}

impl Link {
    /// Nothing waiting.
    #[must_use]
    pub const fn new(transport: Transport) -> Self {
        Self { transport, waiting: Vec::new() }
    }

    /// The kind of reader.
    #[must_use]
    pub const fn transport(&self) -> Transport {
        self.transport
    }

    /// Forgets what was waiting: another command came, or a reset.
    pub fn clear(&mut self) {
        self.waiting.clear();
    }

    /// Whether `length` bytes of answer suit the command; asked before the command takes effect.
    ///
    /// # Errors
    /// `6Cxx` with the right length. Only for commands without data, whose Le says the exact length.
    pub const fn check(&self, asked: Asked, length: usize) -> Result<(), StatusWord> {
        let (Some(le), false) = (asked.le, asked.with_data || length == 0) else { return Ok(()) };
        let fits = match self.transport {
            Transport::Block => le == length || is_maximum(le),
            Transport::T0 => le == length,
        };
        if fits { Ok(()) } else { Err(StatusWord::wrong_le(length)) }
    }

    /// The response APDU.
    #[must_use]
    pub fn answer(&mut self, asked: Asked, data: Vec<u8>, status: StatusWord) -> Vec<u8> {
        self.waiting.clear();
        if data.is_empty() {
            return status.to_bytes().to_vec();
        }
        let at_once = match (self.transport, asked.le) {
            (Transport::Block, Some(le)) if !is_maximum(le) => le,
            (Transport::Block, _) => data.len(),
            (Transport::T0, Some(le)) if !asked.with_data => le,
            (Transport::T0, _) => 0,
        };
        self.waiting = data;
        if status.0 == 0x9000 || status.sw1() == 0x91 || at_once >= self.waiting.len() {
            self.deliver(at_once, asked.gsm, status)
        } else {
            // A warning can't be told behind 61xx: then it is told, and the data stay fetchable.
            status.to_bytes().to_vec()
        }
    }

    /// GET RESPONSE: the next bytes that wait, `status` being what ends the last of them.
    ///
    /// # Errors
    /// `6985` if nothing waits.
    pub fn get_response(&mut self, asked: Asked, status: StatusWord) -> Result<Vec<u8>, StatusWord> {
        let waiting = self.waiting.len();
        match asked.le {
            _ if waiting == 0 => Err(StatusWord::CONDITIONS_NOT_SATISFIED),
            Some(le) if le > waiting && !(is_maximum(le) && self.transport == Transport::Block) => {
                if asked.gsm {
                    Err(StatusWord::WRONG_LENGTH)
                } else {
                    Err(StatusWord::wrong_le(waiting))
                }
            }
            Some(le) => Ok(self.deliver(le, asked.gsm, status)),
            None => Ok(self.deliver(waiting, asked.gsm, status)),
        }
    }

    fn deliver(&mut self, at_once: usize, gsm: bool, status: StatusWord) -> Vec<u8> {
        let rest = self.waiting.split_off(at_once.min(self.waiting.len()));
        let mut out = std::mem::replace(&mut self.waiting, rest);
        let left = match (self.waiting.len(), gsm) {
            (0, _) => status,
            // A 2G reader that takes fewer bytes of a GET RESPONSE wants no more; the others stay fetchable.
            (_, true) if !out.is_empty() => status,
            (n, true) => StatusWord(0x9F00 | u16::try_from(n).unwrap_or(0xFF).min(0xFF)),
            (n, false) => StatusWord(0x6100 | if n > 0xFF { 0 } else { u16::try_from(n).unwrap_or(0) }),
        };
        out.extend(left.to_bytes());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE_4: Asked = Asked { with_data: true, gsm: false, le: None };

    fn le(le: usize) -> Asked {
        Asked { with_data: false, gsm: false, le: Some(le) }
    }

    // R: A10
    #[test]
    fn t0_announces_and_hands_out_in_pieces() {
        let mut link = Link::new(Transport::T0);
        assert_eq!(link.answer(CASE_4, vec![7; 3], StatusWord::OK), [0x61, 0x03]);
        assert_eq!(link.get_response(le(4), StatusWord::OK), Err(StatusWord(0x6C03)));
        assert_eq!(link.get_response(le(2), StatusWord::OK), Ok(vec![7, 7, 0x61, 0x01]));
        assert_eq!(link.get_response(le(1), StatusWord(0x910A)), Ok(vec![7, 0x91, 0x0A]));
        assert_eq!(link.get_response(le(1), StatusWord::OK), Err(StatusWord::CONDITIONS_NOT_SATISFIED));
        assert_eq!(link.check(le(256), 10), Err(StatusWord(0x6C0A)));
        let gsm = Asked { gsm: true, ..CASE_4 };
        assert_eq!(link.answer(gsm, vec![7; 22], StatusWord::OK), [0x9F, 0x16]);
    }

    #[test]
    fn blocks_come_at_once() {
        let mut link = Link::new(Transport::Block);
        assert_eq!(link.answer(CASE_4, vec![7; 3], StatusWord::OK), [7, 7, 7, 0x90, 0x00]);
        assert_eq!(link.check(le(256), 10), Ok(()));
        assert_eq!(link.check(le(9), 10), Err(StatusWord(0x6C0A)));
        let short = Asked { le: Some(1), ..CASE_4 };
        assert_eq!(link.answer(short, vec![7; 3], StatusWord::OK), [7, 0x61, 0x02]);
        assert_eq!(link.get_response(le(256), StatusWord::OK), Ok(vec![7, 7, 0x90, 0x00]));
    }
}
