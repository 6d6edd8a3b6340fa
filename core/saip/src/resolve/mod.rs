//! From elements to a profile.

mod aka;
mod code;
mod codes;
mod create;
mod file;
mod files;
mod finish;
mod key;
mod path;
mod profile;
mod tree;

use crate::{
    Element, Error, Package, PeStatus, Status,
    element::{Header, PeHeader},
    error::{Place, Problem},
    template::Template,
};

pub use code::{Pin, PinContext, Puk};
pub use file::{AccessReference, FileKind, ResolvedFile};
pub use key::{AkaAlgorithm, AkaParameters, MappedAka, SqnParameters};
pub use path::FilePath;
pub use profile::{KeptElement, ResolvedProfile};

/// Works a package out: templates applied, patterns filled, links and access rules followed.
///
/// An element that can't be done here ends it if it is `mandated`; otherwise it is left out and stands in
/// [`ResolvedProfile::remarks`]. The header's mandatory services and templates must all be supported; a runtime
/// (Java Card, MULTOS) is only needed where an application asks for it, since GSMA's test profiles name one that
/// nothing in them uses. Applications are refused: this card has no runtime. CSIM means its files; security domains, RFM instances and
/// CDMA parameters are kept as they are.
///
/// # Errors
/// The first element that can't be done, with the status to answer.
pub fn resolve(package: &Package) -> Result<ResolvedProfile, Error> {
    let mut work = Work::default();
    let mut header = None;
    for element in package.elements() {
        let (at, element) = element?;
        work.element(at, element, &mut header).map_err(|problem| Error { at, problem })?;
    }
    let nowhere =
        Error { at: Place { index: 0, identification: None }, problem: Problem::Order("the header is missing") };
    let header = header.ok_or(nowhere)?;
    work.check_puks()?;
    Ok(ResolvedProfile {
        iccid: header.iccid,
        version: (header.major, header.minor),
        profile_type: header.profile_type.to_owned(),
        files: finish::finish(&work.tree)?,
        aka: work.finish_aka()?,
        puks: work.puks,
        pins: work.pins.into_iter().map(|(_, context)| context).collect(),
        kept: work.kept,
        remarks: work.remarks,
    })
}

/// What has been worked out so far.
#[derive(Default)]
struct Work {
    tree: tree::Tree,
    /// The directory that codes and authentication parameters belong to.
    context: Option<FilePath>,
    puks: Vec<Puk>,
    pins: Vec<(Place, PinContext)>,
    aka: Vec<aka::AkaDraft>,
    kept: Vec<KeptElement>,
    remarks: Vec<PeStatus>,
}

impl Work {
    fn element<'a>(&mut self, at: Place, element: Element<'a>, header: &mut Option<Header<'a>>) -> Result<(), Problem> {
        match element {
            Element::Header(found) => {
                check(&found)?;
                *header = Some(found);
                Ok(())
            }
            Element::Files(files) => self.by_template(at, &files),
            Element::FileManagement { commands, .. } => self.manage(at, &commands),
            Element::Pins(pins) => self.pins(at, &pins),
            Element::Puks { puks, .. } => self.puks(&puks),
            Element::Aka(aka) => self.aka(at, &aka),
            Element::Kept { header, aid, tlv } => {
                let identification = header.identification;
                let aid = aid.map(<[u8]>::to_vec);
                self.kept.push(KeptElement { tag: tlv.tag.0, identification, aid, raw: tlv.raw.into() });
                Ok(())
            }
            Element::Application(header) => self.refuse(at, header, Status::RUNTIME_NOT_SUPPORTED),
            Element::NonStandard { header, issuer, content } => self.non_standard(at, header, issuer, content),
            Element::Unknown { header, .. } => self.refuse(at, header, Status::PE_NOT_SUPPORTED),
            Element::End(_) => Ok(()),
        }
    }

    /// Leaves an element out, if its sender allows that.
    fn refuse(&mut self, at: Place, header: PeHeader, status: Status) -> Result<(), Problem> {
        if header.mandated {
            return Err(Problem::Unsupported(status));
        }
        self.remarks.push(PeStatus::new(status, at.identification));
        Ok(())
    }

    /// Leaves out the rest of an element, from field `number` on.
    fn refuse_part(&mut self, at: Place, header: PeHeader, number: usize) -> Result<(), Problem> {
        self.refuse(at, header, Status::FEATURE_NOT_SUPPORTED)?;
        if let Some(remark) = self.remarks.last_mut() {
            remark.additional_information = u8::try_from(number).ok();
        }
        Ok(())
    }
}

fn check(header: &Header<'_>) -> Result<(), Problem> {
    if !(2..=3).contains(&header.major) {
        return Err(Problem::Version(header.major, header.minor));
    }
    if let Some(service) = header.services.iter().find(|service| !service.supported()) {
        return Err(Problem::Service(service.0));
    }
    if !header.libraries.is_empty() {
        return Err(Problem::Library);
    }
    if header.iot_minimal {
        return Err(Problem::Unsupported(Status::FEATURE_NOT_SUPPORTED));
    }
    if header.templates.iter().all(|oid| Template::known(oid)) { Ok(()) } else { Err(Problem::Template) }
}
