use super::{
    MessageError, Reserve,
    catalogue::{read_features, read_selection, write_features, write_selection},
    wire::{clip, group, tag, text},
};
use model::{DeviceFeatures, ServiceSelection};
use tlv::{Reader, Writer};
use zeroize::Zeroizing;

/// What a phone asks of a kiosk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Which offers meet the selection, for this phone? Answered by offers, or [`super::Refusal::NoMatch`].
    Catalogue {
        /// What the user wants.
        selection: ServiceSelection,
        /// What the phone is.
        features: DeviceFeatures,
    },
    /// Reserve a number of a class. Answered by [`super::Response::Reserved`].
    Reserve(Box<Reserve>),
    /// Wait until the sale is authorised: the answer may come late. Answered by [`super::Response::Authorisation`].
    Await {
        /// The reservation.
        matching_id: String,
    },
    /// An ES9+ request in its ASN.1 binding (SGP.22 §6.6.2), DER. Answered by [`super::Response::Es9`].
    Es9(Vec<u8>),
}

impl Request {
    /// The message's bytes; a voucher may be in them.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(Writer::build(|w| match self {
            Self::Catalogue { selection, features } => w.nest(group(0), |w| {
                w.nest(group(0), |w| write_selection(w, selection));
                w.nest(group(1), |w| write_features(w, features));
            }),
            Self::Reserve(reserve) => w.nest(group(1), |w| reserve.write(w)),
            Self::Await { matching_id } => w.nest(group(2), |w| w.text(tag(0), clip(matching_id))),
            Self::Es9(der) => w.put(tag(3), der),
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
            let selection = read_selection(&fields.require(group(0))?.children())?;
            let features = read_features(&fields.require(group(1))?.children())?;
            Ok(Self::Catalogue { selection, features })
        } else if message.tag == group(1) {
            Ok(Self::Reserve(Box::new(Reserve::read(&fields)?)))
        } else if message.tag == group(2) {
            Ok(Self::Await { matching_id: text(&fields.require(tag(0))?)? })
        } else if message.tag == tag(3) {
            Ok(Self::Es9(message.value.to_vec()))
        } else {
            Err(MessageError::UnknownKind(message.tag))
        }
    }
}
