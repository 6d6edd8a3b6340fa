use super::{Apdu, CardError};
use rsp::{
    Message,
    apdu::{DEFAULT_BLOCK, Exchange, ExchangeError, ExchangeStep, ISD_R},
};

/// The ISD-R of an eUICC on a channel of its own: ES10 functions in, answers out. The channel is closed on drop.
pub struct Isdr<'c> {
    card: &'c mut dyn Apdu,
    channel: u8,
    stays_open: bool,
}

impl<'c> Isdr<'c> {
    /// Opens a channel and selects the ISD-R on it.
    ///
    /// # Errors
    /// [`CardError`]; status `6A82` if the card is no eUICC.
    pub fn open(card: &'c mut dyn Apdu) -> Result<Self, CardError> {
        let channel = card.open_channel(&ISD_R)?;
        Ok(Self { card, channel, stays_open: false })
    }

    /// On a channel where it is selected already.
    pub(super) fn on(card: &'c mut dyn Apdu, channel: u8) -> Self {
        Self { card, channel, stays_open: false }
    }

    /// Lets go of the card and keeps the channel, for [`Isdr::on`].
    pub(super) fn leave_open(mut self) -> u8 {
        self.stays_open = true;
        self.channel
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
}

impl Drop for Isdr<'_> {
    fn drop(&mut self) {
        if !self.stays_open {
            self.card.close_channel(self.channel);
        }
    }
}
