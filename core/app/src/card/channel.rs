use super::{Apdu, CardError, Isdr};

/// A channel to an ISD-R over several calls, with whatever else is done with the card in between. It is opened by the first call.
#[derive(Debug, Default)]
pub(crate) struct Channel(Option<u8>);

impl Channel {
    /// One function's data in, the answer's data out.
    ///
    /// # Errors
    /// [`CardError`].
    pub(crate) fn call(&mut self, card: &mut dyn Apdu, data: &[u8]) -> Result<Vec<u8>, CardError> {
        let mut isdr = match self.0 {
            Some(number) => Isdr::on(card, number),
            None => Isdr::open(card)?,
        };
        let answer = isdr.call(data);
        self.0 = Some(isdr.leave_open());
        answer
    }

    /// Closes it; nothing is done if it was never opened.
    pub(crate) fn close(&mut self, card: &mut dyn Apdu) {
        if let Some(number) = self.0.take() {
            drop(Isdr::on(card, number));
        }
    }
}
