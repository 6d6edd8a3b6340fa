use super::{Apdu, CardError};
use rsp::{
    Message,
    apdu::{DEFAULT_BLOCK, Exchange, ExchangeError, ExchangeStep, ISD_R},
};

/// The ISD-R of an eUICC on a channel of its own: ES10 functions in, answers out. The channel is closed on drop.
pub struct Isdr<'c> {
    card: &'c mut dyn Apdu,
    channel: u8,
}

impl<'c> Isdr<'c> {
    /// Opens a channel and selects the ISD-R on it.
    ///
    /// # Errors
    /// [`CardError`]; status `6A82` if the card is no eUICC.
    pub fn open(card: &'c mut dyn Apdu) -> Result<Self, CardError> {
        let opened = card.transmit(&[0x00, 0x70, 0x00, 0x00, 0x01])?.ok("MANAGE CHANNEL")?;
        let [channel @ 1..=19] = opened[..] else { return Err(CardError::Malformed("MANAGE CHANNEL")) };
        let isdr = Self { card, channel };
        let mut select = vec![isdr.class(0x00), 0xA4, 0x04, 0x00, ISD_R.len() as u8];
        select.extend_from_slice(&ISD_R);
        isdr.card.transmit(&select)?.ok("SELECT ISD-R")?;
        Ok(isdr)
    }

    /// Sends one function's data and returns the answer's data, which may be empty.
    ///
    /// # Errors
    /// [`CardError`].
    pub fn call(&mut self, data: &[u8]) -> Result<Vec<u8>, CardError> {
        let failed = |error| match error {
            ExchangeError::Status(status) => CardError::Status { what: "an ES10 function", status },
            _ => CardError::Malformed("an ES10 function"),
        };
        let (mut exchange, mut command) =
            Exchange::start(data.to_vec(), self.channel, DEFAULT_BLOCK).map_err(failed)?;
        loop {
            let response = self.card.transmit(&command)?;
            match exchange.answer(&response.to_bytes()).map_err(failed)? {
                ExchangeStep::Send(next) => command = next,
                ExchangeStep::Done(answer) => return Ok(answer),
            }
        }
    }

    /// Asks a function with messages.
    ///
    /// # Errors
    /// [`CardError`].
    pub fn ask<A: Message>(&mut self, request: &impl Message) -> Result<A, CardError> {
        A::decode(&self.call(&request.encode())?).map_err(|_| CardError::Malformed("an ES10 function"))
    }

    const fn class(&self, base: u8) -> u8 {
        if self.channel < 4 { base | self.channel } else { base | 0x40 | (self.channel - 4) }
    }
}

impl Drop for Isdr<'_> {
    fn drop(&mut self) {
        // A card that can't close it closes it with the next reset.
        let _ = self.card.transmit(&[0x00, 0x70, 0x80, self.channel]);
    }
}
