use crate::message::{Message, MessageError, codes, read_iccid};
use crate::metadata::{ProfileClass, ProfileInfo};
use model::Iccid;
use tlv::{Reader, Tag, Writer};

/// Which profiles are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchCriteria {
    /// The one in this ISD-P, tag 4F.
    IsdpAid(Vec<u8>),
    /// The one with this ICCID, tag 5A.
    Iccid(Iccid),
    /// Those of this class, tag 95.
    ProfileClass(ProfileClass),
}

/// ES10c.GetProfilesInfo, BF2D (SGP.22 §5.7.15).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProfileInfoListRequest {
    /// Which profiles; absent: all that the caller may see.
    pub search_criteria: Option<SearchCriteria>,
    /// Which fields, as tags; absent: the default ones.
    pub tag_list: Option<Vec<Tag>>,
}

impl ProfileInfoListRequest {
    /// The fields that are listed when the request has no tag list (SGP.22 §5.7.15, table 6).
    pub const DEFAULT_TAGS: [Tag; 9] =
        [Tag(0x5A), Tag(0x4F), Tag(0x9F70), Tag(0x90), Tag(0x91), Tag(0x92), Tag(0x93), Tag(0x94), Tag(0x95)];

    /// Whether a field with `tag` is asked for.
    #[must_use]
    pub fn wants(&self, tag: u32) -> bool {
        let tag = Tag(tag);
        self.tag_list.as_ref().map_or_else(|| Self::DEFAULT_TAGS.contains(&tag), |list| list.contains(&tag))
    }
}

/// Tags stand one after another without lengths; their first bytes say how long they are.
pub(crate) fn read_tags(mut bytes: &[u8]) -> Result<Vec<Tag>, MessageError> {
    let bad = MessageError::Value { what: "tagList" };
    let mut tags = Vec::new();
    while let [first, rest @ ..] = bytes {
        let mut tag = u32::from(*first);
        bytes = rest;
        if first & 0x1F == 0x1F {
            loop {
                let [next, rest @ ..] = bytes else { return Err(bad) };
                bytes = rest;
                if tag > 0xFFFF {
                    return Err(bad);
                }
                tag = tag << 8 | u32::from(*next);
                if next & 0x80 == 0 {
                    break;
                }
            }
        }
        tags.push(Tag(tag));
    }
    Ok(tags)
}

pub(crate) fn put_tags(w: &mut Writer, tags: &[Tag]) {
    let bytes: Vec<u8> = tags.iter().flat_map(|t| t.0.to_be_bytes().into_iter().skip(4 - t.size())).collect();
    w.put(0x5Cu32, &bytes);
}

impl Message for ProfileInfoListRequest {
    const TAG: u32 = 0xBF2D;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let mut search_criteria = None;
        if let Some(criteria) = body.find(0xA0)? {
            let choice = criteria.children().next()?.ok_or(tlv::Error::Missing(Tag(0x5A)))?;
            search_criteria = Some(match choice.tag.0 {
                0x4F => SearchCriteria::IsdpAid(choice.value.to_vec()),
                0x5A => SearchCriteria::Iccid(read_iccid(&choice)?),
                0x95 => SearchCriteria::ProfileClass(ProfileClass::read(&choice)?),
                _ => return Err(MessageError::Choice { what: "searchCriteria", found: choice.tag }),
            });
        }
        Ok(Self { search_criteria, tag_list: body.find(0x5C)?.map(|o| read_tags(o.value)).transpose()? })
    }

    fn write(&self, w: &mut Writer) {
        if let Some(criteria) = &self.search_criteria {
            w.nest(0xA0u32, |w| match criteria {
                SearchCriteria::IsdpAid(aid) => w.put(0x4Fu32, aid),
                SearchCriteria::Iccid(iccid) => w.put(0x5Au32, iccid.as_ef()),
                SearchCriteria::ProfileClass(class) => class.put(w, 0x95u32),
            });
        }
        if let Some(tags) = &self.tag_list {
            put_tags(w, tags);
        }
    }
}

codes! {
    /// Why there is no list.
    pub enum ProfileInfoListError {
        /// The request.
        IncorrectInputValues = 1,
        /// v3: another change of profiles is under way.
        ProfileChangeOngoing = 11,
        /// Anything else.
        UndefinedError = 127,
    }
}

/// The profiles, BF2D.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileInfoListResponse {
    /// Those that match; perhaps none.
    Ok(Vec<ProfileInfo>),
    /// Refused.
    Error(ProfileInfoListError),
}

impl Message for ProfileInfoListResponse {
    const TAG: u32 = 0xBF2D;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.peek()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        match choice.tag.0 {
            0xA0 => {
                let mut items = choice.children();
                let mut list = Vec::new();
                while let Some(item) = items.next()? {
                    list.push(ProfileInfo::decode_tlv(&item.expect_tag(ProfileInfo::TAG)?)?);
                }
                Ok(Self::Ok(list))
            }
            0x81 => Ok(Self::Error(ProfileInfoListError::read(&choice)?)),
            _ => Err(MessageError::Choice { what: "ProfileInfoListResponse", found: choice.tag }),
        }
    }

    fn write(&self, w: &mut Writer) {
        match self {
            Self::Ok(list) => w.nest(0xA0u32, |w| list.iter().for_each(|item| w.raw(&item.encode()))),
            Self::Error(code) => code.put(w, 0x81u32),
        }
    }
}
