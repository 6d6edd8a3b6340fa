use crate::es10::{put_tags, read_tags};
use crate::message::{MessageError, SubjectKeyIdentifier, named_bits};
use tlv::{Tag, Tlv, Writer};

named_bits! {
    /// What a managing SM-DP+ may do with a profile. Updating its metadata goes by the tag list.
    pub struct RpmType {
        /// Enable it.
        ENABLE = 0,
        /// Disable it.
        DISABLE = 1,
        /// Delete it.
        DELETE = 2,
        /// See it listed.
        LIST_PROFILE_INFO = 3,
        /// Have its device contact the profile content management platform.
        CONTACT_PCMP = 4,
    }
}

/// An SM-DP+ that may manage a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagingDp {
    /// OBJECT IDENTIFIER as in its certificate, content bytes.
    pub oid: Vec<u8>,
    /// What it may do; absent: nothing of this list.
    pub rpm_type: Option<RpmType>,
    /// The metadata that it may update, as tags; absent: none.
    pub tag_list: Option<Vec<Tag>>,
}

/// Who may manage a profile from afar, tag BA (SGP.22 v3 §2.4a.1). A profile without one is managed by nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RpmConfiguration {
    /// The SM-DP+s.
    pub managing_dp_list: Vec<ManagingDp>,
    /// Where the LPA may ask for packages.
    pub polling_address: Option<String>,
    /// The CI key under which they must stand.
    pub allowed_ci_pk_id: Option<SubjectKeyIdentifier>,
    /// OBJECT IDENTIFIER of the operator, content bytes.
    pub profile_owner_oid: Vec<u8>,
}

impl RpmConfiguration {
    /// The tag it stands under in a profile's metadata.
    pub const TAG: u32 = 0xBA;

    /// The managing SM-DP+ of this object identifier.
    #[must_use]
    pub fn managing(&self, oid: &[u8]) -> Option<&ManagingDp> {
        self.managing_dp_list.iter().find(|dp| dp.oid == oid)
    }

    /// Reads it.
    ///
    /// # Errors
    /// [`MessageError`] if a field is missing or malformed.
    pub fn read(object: &Tlv<'_>) -> Result<Self, MessageError> {
        let body = object.children();
        let (mut items, mut managing_dp_list) = (body.require(0xA0)?.children(), Vec::new());
        while let Some(item) = items.next()? {
            let dp = item.expect_tag(Tag::SEQUENCE)?.children();
            managing_dp_list.push(ManagingDp {
                oid: dp.require(0x80)?.value.to_vec(),
                rpm_type: dp.find(0x81)?.map(|o| RpmType::read(&o)).transpose()?,
                tag_list: dp.find(0x5C)?.map(|o| read_tags(o.value)).transpose()?,
            });
        }
        Ok(Self {
            managing_dp_list,
            polling_address: body.find(0x81)?.map(|o| o.as_str().map(str::to_owned)).transpose()?,
            allowed_ci_pk_id: body.find(0x82)?.map(|o| o.value.to_vec()),
            profile_owner_oid: body.require(0x83)?.value.to_vec(),
        })
    }

    /// Writes it under its tag.
    pub fn put(&self, w: &mut Writer) {
        w.nest(Self::TAG, |w| {
            w.nest(0xA0u32, |w| {
                for dp in &self.managing_dp_list {
                    w.nest(Tag::SEQUENCE, |w| {
                        w.put(0x80u32, &dp.oid);
                        if let Some(kind) = dp.rpm_type {
                            kind.put(w, 0x81u32);
                        }
                        if let Some(tags) = &dp.tag_list {
                            put_tags(w, tags);
                        }
                    });
                }
            });
            w.put_some(0x81u32, self.polling_address.as_deref().map(str::as_bytes));
            w.put_some(0x82u32, self.allowed_ci_pk_id.as_deref());
            w.put(0x83u32, &self.profile_owner_oid);
        });
    }
}
