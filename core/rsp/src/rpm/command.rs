use crate::es10::{put_tags, read_tags};
use crate::message::{Message, MessageError, Raw, read_iccid};
use crate::metadata::UpdateMetadataRequest;
use model::Iccid;
use tlv::{Tag, Tlv, Writer};

/// Which profiles are to be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListedProfiles {
    /// The one with this ICCID, tag 5A.
    Iccid(Iccid),
    /// Those of this operator: OBJECT IDENTIFIER, content bytes, tag 80.
    ProfileOwnerOid(Vec<u8>),
}

/// Lists profiles of the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListProfileInfo {
    /// Which.
    pub search_criteria: ListedProfiles,
    /// Which fields, as tags; absent: the default ones.
    pub tag_list: Option<Vec<Tag>>,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RpmCommandDetails {
    /// [1]
    Enable(Iccid),
    /// [2]
    Disable(Iccid),
    /// [3]
    Delete(Iccid),
    /// [4]
    ListProfileInfo(ListProfileInfo),
    /// [5]
    UpdateMetadata {
        /// The profile.
        iccid: Iccid,
        /// As the operator wrote it.
        request: Raw<UpdateMetadataRequest>,
    },
    /// [6]: the LPA is to contact the profile content management platform.
    ContactPcmp {
        /// The profile.
        iccid: Iccid,
        /// The data to give there.
        dpi_rpm: Option<String>,
    },
    /// One that this version does not know, or that is malformed: the whole command. It ends the package where it stands.
    Unreadable(Vec<u8>),
}

/// One command (SGP.22 v3 §2.10.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RpmCommand {
    /// Whether those behind it are carried out though this one fails.
    pub continue_on_failure: bool,
    /// What is to be done.
    pub details: RpmCommandDetails,
}

impl RpmCommand {
    /// Which ends the package if it fails.
    #[must_use]
    pub const fn new(details: RpmCommandDetails) -> Self {
        Self { continue_on_failure: false, details }
    }

    /// The profile, if it is about one.
    #[must_use]
    pub const fn iccid(&self) -> Option<&Iccid> {
        match &self.details {
            RpmCommandDetails::Enable(iccid)
            | RpmCommandDetails::Disable(iccid)
            | RpmCommandDetails::Delete(iccid)
            | RpmCommandDetails::UpdateMetadata { iccid, .. }
            | RpmCommandDetails::ContactPcmp { iccid, .. } => Some(iccid),
            RpmCommandDetails::ListProfileInfo(_) | RpmCommandDetails::Unreadable(_) => None,
        }
    }

    /// Reads one, readable or not.
    pub(super) fn read(object: &Tlv<'_>) -> Self {
        let unreadable = || Self::new(RpmCommandDetails::Unreadable(object.raw.to_vec()));
        try_read(object).unwrap_or_else(|_| unreadable())
    }

    pub(super) fn put(&self, w: &mut Writer) {
        if let RpmCommandDetails::Unreadable(raw) = &self.details {
            return w.raw(raw);
        }
        w.nest(Tag::SEQUENCE, |w| {
            if self.continue_on_failure {
                w.put(0x80u32, &[]);
            }
            self.details.put(w);
        });
    }
}

fn try_read(object: &Tlv<'_>) -> Result<RpmCommand, MessageError> {
    let mut body = object.expect_tag(Tag::SEQUENCE)?.children();
    let mut choice = body.next()?.ok_or(tlv::Error::Missing(Tag(0xA1)))?;
    let continue_on_failure = choice.tag == Tag(0x80);
    if continue_on_failure {
        choice = body.next()?.ok_or(tlv::Error::Missing(Tag(0xA1)))?;
    }
    let inner = choice.children();
    let iccid = || read_iccid(&inner.require(0x5A)?);
    let details = match choice.tag.0 {
        0xA1 => RpmCommandDetails::Enable(iccid()?),
        0xA2 => RpmCommandDetails::Disable(iccid()?),
        0xA3 => RpmCommandDetails::Delete(iccid()?),
        0xA4 => {
            let criteria = inner.require(0xA0)?.children().next()?.ok_or(tlv::Error::Missing(Tag(0x5A)))?;
            let search_criteria = match criteria.tag.0 {
                0x5A => ListedProfiles::Iccid(read_iccid(&criteria)?),
                0x80 => ListedProfiles::ProfileOwnerOid(criteria.value.to_vec()),
                _ => return Err(MessageError::Choice { what: "searchCriteria", found: criteria.tag }),
            };
            let tag_list = inner.find(0x5C)?.map(|o| read_tags(o.value)).transpose()?;
            RpmCommandDetails::ListProfileInfo(ListProfileInfo { search_criteria, tag_list })
        }
        0xA5 => RpmCommandDetails::UpdateMetadata {
            iccid: iccid()?,
            request: Raw::from_tlv(&inner.require(UpdateMetadataRequest::TAG)?)?,
        },
        0xA6 => RpmCommandDetails::ContactPcmp {
            iccid: iccid()?,
            dpi_rpm: inner.find(Tag::UTF8_STRING)?.map(|o| o.as_str().map(str::to_owned)).transpose()?,
        },
        _ => return Err(MessageError::Choice { what: "rpmCommandDetails", found: choice.tag }),
    };
    Ok(RpmCommand { continue_on_failure, details })
}

impl RpmCommandDetails {
    fn put(&self, w: &mut Writer) {
        let one = |w: &mut Writer, tag: u32, iccid: &Iccid| w.nest(tag, |w| w.put(0x5Au32, iccid.as_ef()));
        match self {
            Self::Enable(iccid) => one(w, 0xA1, iccid),
            Self::Disable(iccid) => one(w, 0xA2, iccid),
            Self::Delete(iccid) => one(w, 0xA3, iccid),
            Self::ListProfileInfo(list) => w.nest(0xA4u32, |w| {
                w.nest(0xA0u32, |w| match &list.search_criteria {
                    ListedProfiles::Iccid(iccid) => w.put(0x5Au32, iccid.as_ef()),
                    ListedProfiles::ProfileOwnerOid(oid) => w.put(0x80u32, oid),
                });
                if let Some(tags) = &list.tag_list {
                    put_tags(w, tags);
                }
            }),
            Self::UpdateMetadata { iccid, request } => w.nest(0xA5u32, |w| {
                w.put(0x5Au32, iccid.as_ef());
                request.put(w);
            }),
            Self::ContactPcmp { iccid, dpi_rpm } => w.nest(0xA6u32, |w| {
                w.put(0x5Au32, iccid.as_ef());
                w.put_some(Tag::UTF8_STRING, dpi_rpm.as_deref().map(str::as_bytes));
            }),
            Self::Unreadable(raw) => w.raw(raw),
        }
    }
}
