use super::{LAST_BLOCK, MORE_BLOCKS};

/// Why a block is refused; the command under way is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoreDataError {
    /// P1 is neither "more" nor "last".
    #[error("P1 of STORE DATA is neither 11 nor 91")]
    BadP1,
    /// P2 is not the number that is due.
    #[error("blocks of STORE DATA are out of order")]
    OutOfOrder,
    /// More than this card collects.
    #[error("the command is longer than this card collects")]
    TooLong,
}

impl StoreDataError {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::BadP1 | Self::OutOfOrder => {
                "Send the command anew, its blocks numbered from 0, with P1 11 and at last 91."
            }
            Self::TooLong => "Send a shorter command.",
        }
    }
}

impl StoreDataError {
    /// SW1 SW2 to answer with (GlobalPlatform Card Specification §11.11.3).
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::BadP1 | Self::OutOfOrder => 0x6A86,
            Self::TooLong => 0x6A84,
        }
    }
}

/// What a block led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Collected {
    /// Answer 9000 and wait for the next.
    More,
    /// The command is complete.
    Command(Vec<u8>),
}

/// Puts an ES10 command together from STORE DATA blocks, on the card's side (SGP.22 §5.7.2).
#[derive(Debug, Clone)]
pub struct StoreData {
    limit: usize,
    collected: Vec<u8>,
    due: u8,
}

impl StoreData {
    /// Takes commands of at most `limit` bytes.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self { limit, collected: Vec::new(), due: 0 }
    }

    /// Takes the next block. Number 0 begins a new command, whatever was under way: an LPA that was killed starts
    /// again so.
    ///
    /// # Errors
    /// [`StoreDataError`].
    pub fn block(&mut self, p1: u8, p2: u8, data: &[u8]) -> Result<Collected, StoreDataError> {
        if p2 == 0 {
            self.reset();
        }
        let taken = self.take(p1, p2, data);
        if taken.is_err() {
            self.reset();
        }
        taken
    }

    /// Drops what is under way (the channel was closed, another application selected).
    pub fn reset(&mut self) {
        self.collected.clear();
        self.due = 0;
    }

    fn take(&mut self, p1: u8, p2: u8, data: &[u8]) -> Result<Collected, StoreDataError> {
        if p1 != MORE_BLOCKS && p1 != LAST_BLOCK {
            return Err(StoreDataError::BadP1);
        }
        if p2 != self.due {
            return Err(StoreDataError::OutOfOrder);
        }
        if self.collected.len() + data.len() > self.limit {
            return Err(StoreDataError::TooLong);
        }
        self.collected.extend_from_slice(data);
        if p1 == MORE_BLOCKS {
            // A command has at most 256 blocks.
            self.due = self.due.checked_add(1).ok_or(StoreDataError::TooLong)?;
            return Ok(Collected::More);
        }
        self.due = 0;
        Ok(Collected::Command(std::mem::take(&mut self.collected)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apdu::{Exchange, ExchangeStep};
    use proptest::prelude::*;

    #[test]
    fn what_is_out_of_order_or_too_long_is_dropped() {
        let mut card = StoreData::new(10);
        assert_eq!(card.block(0x11, 0, &[1; 4]), Ok(Collected::More));
        assert_eq!(card.block(0x11, 2, &[1; 4]), Err(StoreDataError::OutOfOrder));
        assert_eq!(card.block(0x91, 1, &[1; 4]), Err(StoreDataError::OutOfOrder), "nothing is left of it");
        assert_eq!(card.block(0x91, 0, &[1; 11]), Err(StoreDataError::TooLong));
        assert_eq!(card.block(0x90, 0, &[1]), Err(StoreDataError::BadP1));
        assert_eq!(StoreDataError::TooLong.status(), 0x6A84);
    }

    #[test]
    fn number_zero_starts_again() {
        let mut card = StoreData::new(10);
        assert_eq!(card.block(0x11, 0, &[1; 4]), Ok(Collected::More));
        assert_eq!(card.block(0x11, 1, &[1; 4]), Ok(Collected::More));
        assert_eq!(card.block(0x91, 0, &[2; 2]), Ok(Collected::Command(vec![2, 2])));
    }

    proptest! {
        #[test]
        fn the_card_collects_what_the_lpa_sent(
            command in proptest::collection::vec(any::<u8>(), 0..3000), block in 12usize..=255,
        ) {
            let mut card = StoreData::new(3000);
            let (mut exchange, mut apdu) = Exchange::start(command.clone(), 0, block).expect("fits");
            loop {
                prop_assert_eq!(usize::from(apdu[4]), apdu.len() - 5);
                match card.block(apdu[2], apdu[3], &apdu[5..]).expect("in order") {
                    Collected::Command(collected) => {
                        prop_assert_eq!(collected, command);
                        break;
                    }
                    Collected::More => match exchange.answer(&[0x90, 0]).expect("accepted") {
                        ExchangeStep::Send(next) => apdu = next,
                        ExchangeStep::Done(_) => prop_assert!(false, "the last block was not marked"),
                    },
                }
            }
        }
    }
}
