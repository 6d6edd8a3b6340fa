use super::{
    Authorisation, MessageError, Offers, Refusal, Reserved,
    wire::{group, tag},
};
use tlv::{Reader, Writer};
use zeroize::Zeroizing;

/// What a kiosk answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// Offers that meet the selection.
    Offers(Offers),
    /// A number is reserved.
    Reserved(Box<Reserved>),
    /// Where the authorisation stands.
    Authorisation(Authorisation),
    /// An ES9+ answer in its ASN.1 binding (SGP.22 §6.6.2), DER.
    Es9(Vec<u8>),
    /// The request is refused.
    Refused(Refusal),
}

impl Response {
    /// The message's bytes.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(Writer::build(|w| match self {
            Self::Offers(offers) => w.nest(group(0), |w| offers.write(w)),
            Self::Reserved(reserved) => w.nest(group(1), |w| reserved.write(w)),
            Self::Authorisation(authorisation) => w.nest(group(2), |w| authorisation.write(w)),
            Self::Es9(der) => w.put(tag(3), der),
            Self::Refused(refusal) => w.nest(group(4), |w| refusal.write(w)),
        }))
    }

    /// Reads a message.
    ///
    /// # Errors
    /// [`MessageError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageError> {
        let mut reader = Reader::new(bytes);
        let message = reader.next()?.ok_or(tlv::Error::Truncated)?;
        reader.end()?;
        let fields = message.children();
        if message.tag == group(0) {
            Ok(Self::Offers(Offers::read(&fields)?))
        } else if message.tag == group(1) {
            Ok(Self::Reserved(Box::new(Reserved::read(&fields)?)))
        } else if message.tag == group(2) {
            Ok(Self::Authorisation(Authorisation::read(&fields)?))
        } else if message.tag == tag(3) {
            Ok(Self::Es9(message.value.to_vec()))
        } else if message.tag == group(4) {
            Ok(Self::Refused(Refusal::read(&fields)?))
        } else {
            Err(MessageError::UnknownKind(message.tag))
        }
    }
}

impl From<Refusal> for Response {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
