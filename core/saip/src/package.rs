use crate::{
    Element, Error,
    error::{Place, Problem},
};
use model::SecretBytes;
use tlv::Reader;

/// An unprotected profile package: a row of profile elements. It holds keys and codes, in one buffer that is zeroised.
#[derive(Clone, PartialEq, Eq)]
pub struct Package {
    raw: SecretBytes,
}

impl Package {
    /// Reads a package: a header, elements, an end, and nothing behind it. Elements and fields that are not known are
    /// kept; [`crate::resolve()`] judges them.
    ///
    /// # Errors
    /// [`Error`] names the element that is malformed or stands in the wrong place.
    pub fn parse(input: &[u8]) -> Result<Self, Error> {
        let package = Self { raw: input.into() };
        let mut ended = None;
        let mut count = 0;
        for element in package.elements() {
            let (place, element) = element?;
            let wrong = |what| Error { at: place, problem: Problem::Order(what) };
            match element {
                _ if ended.is_some() => return Err(wrong("nothing may follow the end")),
                Element::Header(_) if place.index > 0 => return Err(wrong("there is one header, at the start")),
                Element::Header(_) => {}
                _ if place.index == 0 => return Err(wrong("a package starts with its header")),
                Element::End(_) => ended = Some(()),
                _ => {}
            }
            count += 1;
        }
        if ended.is_none() {
            let at = Place { index: count, identification: None };
            return Err(Error { at, problem: Problem::Order("the end is missing") });
        }
        Ok(package)
    }

    /// The bytes of the package; equal to what was parsed.
    #[must_use]
    pub fn encode(&self) -> SecretBytes {
        self.raw.clone()
    }

    /// The elements in order, each with its place; it ends after the first that is malformed.
    pub fn elements(&self) -> impl Iterator<Item = Result<(Place, Element<'_>), Error>> {
        Elements { rest: Reader::new(self.raw.expose()), index: 0, failed: false }
    }
}

impl std::fmt::Debug for Package {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut list = f.debug_list();
        for element in self.elements() {
            match element {
                Ok((_, element)) => list.entry(&element),
                Err(error) => list.entry(&error),
            };
        }
        list.finish()
    }
}

struct Elements<'a> {
    rest: Reader<'a>,
    index: usize,
    failed: bool,
}

impl<'a> Iterator for Elements<'a> {
    type Item = Result<(Place, Element<'a>), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let mut at = Place { index: self.index, identification: None };
        self.index += 1;
        let read = match self.rest.next() {
            Ok(None) => return None,
            Ok(Some(tlv)) => {
                at.identification = crate::element::identification(&tlv);
                Element::read(&tlv).map(|element| (at, element))
            }
            Err(error) => Err(error.into()),
        };
        self.failed = read.is_err();
        Some(read.map_err(|problem| Error { at, problem }))
    }
}
