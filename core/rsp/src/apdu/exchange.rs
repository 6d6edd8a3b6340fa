use super::{LAST_BLOCK, MAX_BLOCK, MORE_BLOCKS, STORE_DATA};

/// The most bytes of an answer that are taken.
const MAX_ANSWER: usize = 256 * 1024;

/// Why a command did not get through to the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// More than 256 blocks.
    #[error("the command is too long for STORE DATA with this block size")]
    CommandTooLong,
    /// The card answered with a status other than success. Trying again helps if the card was busy.
    #[error("the card refused with status {0:04X}")]
    Status(u16),
    /// The answer has no status word.
    #[error("the card's answer has no status word")]
    NoStatus,
    /// More bytes than are taken.
    #[error("the card's answer is longer than is taken")]
    AnswerTooLong,
}

impl ExchangeError {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::Status(_) | Self::NoStatus)
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::CommandTooLong => "Send it in larger blocks.",
            Self::Status(_) => "Try again; if it stays, the card does not do this.",
            Self::NoStatus => "Put the card in its place, then try again.",
            Self::AnswerTooLong => "Ask the card for less at once.",
        }
    }
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExchangeStep {
    /// Send this command APDU, and give its answer to [`Exchange::answer`].
    Send(Vec<u8>),
    /// The answer is complete; it may be empty.
    Done(Vec<u8>),
}

/// One ES10 command on its way through STORE DATA and GET RESPONSE (SGP.22 §5.7.2).
#[derive(Debug, Clone)]
pub struct Exchange {
    class: u8,
    block: usize,
    command: Vec<u8>,
    sent: usize,
    number: u8,
    answer: Vec<u8>,
    /// The APDU before, to be sent again with the length that the card names.
    last: Vec<u8>,
}

impl Exchange {
    /// Sends `command` on a logical channel (0 to 19) in blocks of `block` bytes (1 to 255; see
    /// [`super::DEFAULT_BLOCK`]). Gives the first APDU too.
    ///
    /// # Errors
    /// [`ExchangeError::CommandTooLong`].
    pub fn start(command: Vec<u8>, channel: u8, block: usize) -> Result<(Self, Vec<u8>), ExchangeError> {
        let block = block.clamp(1, MAX_BLOCK);
        if command.len() > block * 256 {
            return Err(ExchangeError::CommandTooLong);
        }
        let class = if channel < 4 { 0x80 | channel } else { 0xC0 | (channel - 4) & 0x0F };
        let mut exchange = Self { class, block, command, sent: 0, number: 0, answer: Vec::new(), last: Vec::new() };
        let first = exchange.next_block();
        Ok((exchange, first))
    }

    /// Takes the answer to the APDU before: data, SW1, SW2.
    ///
    /// # Errors
    /// [`ExchangeError`]; the exchange is over then.
    pub fn answer(&mut self, answer: &[u8]) -> Result<ExchangeStep, ExchangeError> {
        let [data @ .., sw1, sw2] = answer else { return Err(ExchangeError::NoStatus) };
        let complete = self.sent == self.command.len();
        if complete {
            if self.answer.len() + data.len() > MAX_ANSWER {
                return Err(ExchangeError::AnswerTooLong);
            }
            self.answer.extend_from_slice(data);
        }
        match (sw1, complete) {
            (0x61, _) => Ok(self.send(vec![self.class, 0xC0, 0, 0, *sw2])),
            (0x6C, _) => {
                let mut again = self.last.clone();
                match again.as_mut_slice() {
                    // GET RESPONSE ends with Le; STORE DATA has none yet.
                    [_, 0xC0, _, _, le] => *le = *sw2,
                    _ => again.push(*sw2),
                }
                // A card that never is content would keep this going.
                if again == self.last {
                    Err(ExchangeError::Status(0x6C00 | u16::from(*sw2)))
                } else {
                    Ok(self.send(again))
                }
            }
            (0x90..=0x9F, true) => Ok(ExchangeStep::Done(std::mem::take(&mut self.answer))),
            (0x90..=0x9F, false) => {
                let next = self.next_block();
                Ok(ExchangeStep::Send(next))
            }
            _ => Err(ExchangeError::Status(u16::from_be_bytes([*sw1, *sw2]))),
        }
    }

    fn send(&mut self, apdu: Vec<u8>) -> ExchangeStep {
        self.last.clone_from(&apdu);
        ExchangeStep::Send(apdu)
    }

    fn next_block(&mut self) -> Vec<u8> {
        let rest = self.command.get(self.sent..).unwrap_or_default();
        let block = &rest[..rest.len().min(self.block)];
        let p1 = if block.len() == rest.len() { LAST_BLOCK } else { MORE_BLOCKS };
        let mut apdu = vec![self.class, STORE_DATA, p1, self.number, block.len() as u8];
        apdu.extend_from_slice(block);
        self.sent += block.len();
        self.number = self.number.wrapping_add(1);
        self.last.clone_from(&apdu);
        apdu
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn send(step: ExchangeStep) -> Vec<u8> {
        match step {
            ExchangeStep::Send(apdu) => apdu,
            ExchangeStep::Done(_) => panic!("not done yet"),
        }
    }

    #[test]
    fn a_long_command_goes_in_numbered_blocks_and_a_long_answer_is_fetched() {
        let (mut exchange, first) = Exchange::start(vec![7; 250], 1, 120).expect("fits");
        assert_eq!(&first[..5], [0x81, 0xE2, 0x11, 0, 120]);
        let second = send(exchange.answer(&[0x90, 0]).expect("accepted"));
        assert_eq!(&second[..5], [0x81, 0xE2, 0x11, 1, 120]);
        let third = send(exchange.answer(&[0x90, 0]).expect("accepted"));
        assert_eq!(&third[..5], [0x81, 0xE2, 0x91, 2, 10]);
        assert_eq!(third.len(), 15);
        let fetch = send(exchange.answer(&[0x61, 3]).expect("more"));
        assert_eq!(fetch, [0x81, 0xC0, 0, 0, 3]);
        let again = send(exchange.answer(&[0x6C, 2]).expect("another length"));
        assert_eq!(again, [0x81, 0xC0, 0, 0, 2]);
        let last = send(exchange.answer(&[1, 2, 0x61, 0]).expect("more"));
        assert_eq!(last, [0x81, 0xC0, 0, 0, 0]);
        assert_eq!(exchange.answer(&[3, 0x91, 0x0F]), Ok(ExchangeStep::Done(vec![1, 2, 3])));
    }

    #[test]
    fn an_empty_command_is_one_block() {
        let (mut exchange, first) = Exchange::start(Vec::new(), 0, 255).expect("fits");
        assert_eq!(first, [0x80, 0xE2, 0x91, 0, 0]);
        assert_eq!(exchange.answer(&[0x90, 0]), Ok(ExchangeStep::Done(Vec::new())));
    }

    #[test]
    fn refusals_end_it() {
        let start = || Exchange::start(vec![1; 300], 0, 120).expect("fits").0;
        assert_eq!(start().answer(&[0x6A, 0x84]), Err(ExchangeError::Status(0x6A84)));
        assert_eq!(start().answer(&[0x90]), Err(ExchangeError::NoStatus));
        assert_eq!(Exchange::start(vec![1; 257], 0, 1).err(), Some(ExchangeError::CommandTooLong));
        let mut stubborn = start();
        send(stubborn.answer(&[0x61, 9]).expect("more"));
        assert_eq!(stubborn.answer(&[0x6C, 9]), Err(ExchangeError::Status(0x6C09)));
    }

    #[test]
    fn higher_channels_have_their_own_class() {
        assert_eq!(Exchange::start(Vec::new(), 3, 120).expect("fits").1[0], 0x83);
        assert_eq!(Exchange::start(Vec::new(), 4, 120).expect("fits").1[0], 0xC0);
        assert_eq!(Exchange::start(Vec::new(), 19, 120).expect("fits").1[0], 0xCF);
    }
}
