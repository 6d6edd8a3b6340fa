//! What changes in a card that goes on in another place: its sequence numbers rise to where they were, and what the network told it is forgotten.

use super::{Profile, network_files};
use crate::aka::{
    SqnArray,
    sqn::{Exhausted, OtherCard},
};
use model::SecretBytes;
use tlv::{Reader, Writer};

/// How far each of a card's authenticators got: secret, as AK conceals it on the air.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks(Vec<Mark>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    sqn: SqnArray,
    uses_left: Option<u32>,
}

impl Marks {
    /// Data objects: `A4 { 80 sequence numbers, 81 authentications left }` for each authenticator, in the image's order.
    #[must_use]
    pub fn to_bytes(&self) -> SecretBytes {
        let mut w = Writer::with_capacity(4096 * self.0.len());
        for mark in &self.0 {
            w.nest(0xA4, |w| {
                w.put(0x80, mark.sqn.to_bytes().expose());
                if let Some(left) = mark.uses_left {
                    w.uint(0x81, left.into());
                }
            });
        }
        w.finish().into()
    }

    /// Reads them.
    ///
    /// # Errors
    /// [`OtherCard`] if they are none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, OtherCard> {
        let mut reader = Reader::new(bytes);
        let mut marks = Vec::new();
        while let Some(object) = reader.next().map_err(|_| OtherCard)? {
            let inside = object.expect_tag(0xA4).map_err(|_| OtherCard)?.children();
            let sqn = inside.require(0x80).map_err(|_| OtherCard)?;
            let left = inside.find(0x81).map_err(|_| OtherCard)?;
            let left =
                left.map(|object| object.as_u64().ok().and_then(|left| u32::try_from(left).ok()).ok_or(OtherCard));
            marks.push(Mark {
                sqn: SqnArray::from_bytes(sqn.value).map_err(|_| OtherCard)?,
                uses_left: left.transpose()?,
            });
        }
        Ok(Self(marks))
    }
}

impl Profile {
    /// How far the card got.
    #[must_use]
    pub fn marks(&self) -> Marks {
        let all = self.state.authenticators.iter();
        Marks(all.map(|counters| Mark { sqn: counters.sqn.clone(), uses_left: counters.uses_left }).collect())
    }

    /// Goes on from where another copy of the card was: no challenge that it accepted is fresh here, and what it used up of a limit is used up.
    ///
    /// # Errors
    /// [`OtherCard`] if the marks are not of a copy of this card; nothing is changed.
    pub fn go_on_from(&mut self, marks: &Marks) -> Result<(), OtherCard> {
        let mut next = self.state.authenticators.clone();
        if next.len() != marks.0.len() {
            return Err(OtherCard);
        }
        for (counters, mark) in next.iter_mut().zip(&marks.0) {
            counters.sqn.raise(&mark.sqn)?;
            // No limit on one side only: another card.
            if counters.uses_left.is_some() != mark.uses_left.is_some() {
                return Err(OtherCard);
            }
            counters.uses_left = counters.uses_left.min(mark.uses_left);
        }
        self.state.authenticators = next;
        Ok(())
    }

    /// Goes on without knowing where another copy of the card got ([`SqnArray::leap`]).
    ///
    /// # Errors
    /// [`Exhausted`]; nothing is changed.
    pub fn leap(&mut self) -> Result<(), Exhausted> {
        let mut next = self.state.authenticators.clone();
        next.iter_mut().try_for_each(|counters| counters.sqn.leap())?;
        self.state.authenticators = next;
        Ok(())
    }

    /// Forgets where it was registered, and the keys of its last sessions: files of these go back to their first contents.
    pub fn forget_network(&mut self) {
        network_files::reset(&mut self.tree);
    }
}
