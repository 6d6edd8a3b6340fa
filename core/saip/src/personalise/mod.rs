//! A subscriber put into an operator's template.

mod rewrite;
mod secrets;

use crate::{
    Element, Error, Package, build,
    element::{FilesElement, swapped},
    error::{Place, Problem},
    resolve::{FileKind, resolve},
    template::Template,
};
use model::{Algorithm, Subscriber, SubscriberProblem};
use rewrite::{Rewritten, children, same, value};
use tlv::Tlv;

/// Why a subscriber can't be put into a template. Only another template or row helps.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PersonaliseError {
    /// The row is not complete and in range.
    #[error(transparent)]
    Subscriber(#[from] SubscriberProblem),
    /// The template itself can't be installed.
    #[error(transparent)]
    Template(#[from] Error),
    /// The template has no place for something that the subscriber has.
    #[error("the template has no place for {0}")]
    Missing(&'static str),
}

impl PersonaliseError {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Subscriber(problem) => problem.hint(),
            Self::Template(error) => error.hint(),
            Self::Missing(_) => "Use a template that has a place for it.",
        }
    }
}

impl From<tlv::Error> for PersonaliseError {
    fn from(error: tlv::Error) -> Self {
        // Not reached for a package that was parsed; the place is then unknown.
        let at = Place { index: 0, identification: None };
        Self::Template(Error { at, problem: Problem::Encoding(error) })
    }
}

/// A template that was read once, to be filled in for many subscribers.
#[derive(Debug, Clone)]
pub struct Form {
    template: Package,
    /// EF.MSISDN: the size of a record, and all records.
    msisdn: Option<(u16, Vec<u8>)>,
}

impl Form {
    /// Reads `template`.
    ///
    /// # Errors
    /// [`Error`] if it can't be installed.
    pub fn new(template: Package) -> Result<Self, Error> {
        let msisdn = resolve(&template)?.files.into_iter().find_map(|file| match file.kind {
            FileKind::LinearFixed { record_size, content } if file.name == "EF.MSISDN" && file.link.is_none() => {
                Some((record_size, content))
            }
            _ => None,
        });
        Ok(Self { template, msisdn })
    }

    /// The template with `subscriber` in it: ICCID (header and EF.ICCID), EF.IMSI, the first record of EF.MSISDN, key,
    /// algorithm and OPc of every application that has its own, PIN1, PUK1 and ADM1, with full tries. Everything else stays
    /// byte for byte, lengths around a change aside.
    ///
    /// EF.MSISDN is emptied for a subscriber without a number, and a number is left out if the template has no such file.
    /// What else an operator may derive from an IMSI (EF.ACC, IMPI and IMPU of an ISIM) is the template's.
    ///
    /// # Errors
    /// [`PersonaliseError`]; a template must have all that the subscriber needs, and can't take COMP128.
    pub fn personalise(&self, subscriber: &Subscriber) -> Result<Package, PersonaliseError> {
        subscriber.check()?;
        if matches!(subscriber.algorithm, Algorithm::Comp128 { .. }) {
            return Err(PersonaliseError::Missing("COMP128"));
        }
        let raw = self.template.encode();
        let mut work = Work { subscriber, form: self, done: Done::default() };
        let bytes = rewrite::row(raw.expose(), |tlv| work.element(tlv))?;
        work.done.check()?;
        Ok(Package::parse(bytes.bytes())?)
    }
}

/// [`Form::personalise`] of a template that is used once.
///
/// # Errors
/// [`PersonaliseError`]
pub fn personalise(template: &Package, subscriber: &Subscriber) -> Result<Package, PersonaliseError> {
    Form::new(template.clone())?.personalise(subscriber)
}

struct Work<'s> {
    subscriber: &'s Subscriber,
    form: &'s Form,
    done: Done,
}

/// What has found its place.
#[derive(Default)]
struct Done {
    iccid: bool,
    imsi: bool,
    key: bool,
    pin: bool,
    puk: bool,
    adm: bool,
}

impl Done {
    fn check(&self) -> Result<(), PersonaliseError> {
        for (done, what) in [
            (self.iccid, "the ICCID"),
            (self.imsi, "the IMSI"),
            (self.key, "Ki"),
            (self.pin, "PIN1"),
            (self.puk, "PUK1"),
            (self.adm, "ADM1"),
        ] {
            if !done {
                return Err(PersonaliseError::Missing(what));
            }
        }
        Ok(())
    }
}

impl Work<'_> {
    fn element<'a>(&mut self, tlv: &Tlv<'a>) -> Result<Rewritten<'a>, PersonaliseError> {
        match tlv.tag.0 {
            0xA0 => children(tlv, |field| {
                Ok(if field.tag.0 == 0x83 {
                    value(field, &swapped(*self.subscriber.iccid.as_ef()))
                } else {
                    same(field)
                })
            }),
            0xA2 => self.pins(tlv),
            0xA3 => self.puks(tlv),
            0xA4 => self.aka(tlv),
            0xB0 | 0xB3 | 0xB4 => match Element::read(tlv) {
                Ok(Element::Files(files)) => self.files(tlv, &files),
                _ => Ok(same(tlv)),
            },
            _ => Ok(same(tlv)),
        }
    }

    fn files<'a>(&mut self, tlv: &Tlv<'a>, element: &FilesElement<'_>) -> Result<Rewritten<'a>, PersonaliseError> {
        let Some(template) = Template::find(element.tag, element.template) else { return Ok(same(tlv)) };
        // [0] is the element's header, [1] the template's identifier.
        let names: Vec<_> = template.files().map(|row| row.name).collect();
        let field = |name| {
            let row = names.iter().position(|known| *known == name)?;
            Some(tlv::Tag::context_constructed(row as u32 + 2))
        };
        let (iccid, imsi, msisdn) = (field("EF.ICCID"), field("EF.IMSI"), field("EF.MSISDN"));
        children(tlv, |file| {
            let tag = Some(file.tag);
            Ok(if tag == iccid {
                self.done.iccid = true;
                rewrite::content(file, self.subscriber.iccid.as_ef())?
            } else if tag == imsi {
                self.done.imsi = true;
                rewrite::content(file, &self.subscriber.imsi.to_ef())?
            } else if tag == msisdn {
                match self.msisdn() {
                    Some(content) => rewrite::content(file, &content)?,
                    None => same(file),
                }
            } else {
                same(file)
            })
        })
    }

    /// EF.MSISDN's content with another first record; none if it is a link.
    fn msisdn(&self) -> Option<Vec<u8>> {
        let (record_size, content) = self.form.msisdn.as_ref()?;
        let mut content = content.clone();
        let first = content.get_mut(..usize::from(*record_size))?;
        first.copy_from_slice(&build::msisdn(self.subscriber.msisdn.as_ref(), first.len()));
        Some(content)
    }
}
