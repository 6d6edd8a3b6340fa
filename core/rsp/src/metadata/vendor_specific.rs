use crate::cert::{Assurance, oid};
use crate::message::MessageError;
use tlv::{Reader, Tag, Tlv, Writer};

/// One item of a `VendorSpecificExtension` (SGP.22 §5.5.3, from v2.4 on): `SEQUENCE { vendorOid [0], vendorSpecificData [1] }`, where the second is of
/// whatever type the vendor says, and so stands in a tag of its own (`A1`). Read off public renderings of the ASN.1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VendorSpecific {
    /// OBJECT IDENTIFIER of who defined it, content bytes.
    pub vendor_oid: Vec<u8>,
    /// What stands behind the identifier, as it came: data objects.
    pub rest: Vec<u8>,
}

impl VendorSpecific {
    pub(crate) const TAG: u32 = 0xBF22;

    pub(crate) fn read_all(list: &Tlv<'_>) -> Result<Vec<Self>, MessageError> {
        let mut items = list.children();
        let mut all = Vec::new();
        while let Some(item) = items.next()? {
            let mut body = item.expect_tag(Tag::SEQUENCE)?.children();
            all.push(Self { vendor_oid: body.expect(0x80)?.value.to_vec(), rest: body.rest().to_vec() });
        }
        Ok(all)
    }

    pub(crate) fn put_all(all: &[Self], w: &mut Writer) {
        if all.is_empty() {
            return;
        }
        w.nest(Self::TAG, |w| {
            for item in all {
                w.nest(Tag::SEQUENCE, |w| {
                    w.put(0x80u32, &item.vendor_oid);
                    w.raw(&item.rest);
                });
            }
        });
    }
}

/// The operator's word that a profile may be copied to other eUICCs, where one copy is live: our own item among the vendors',
/// `{ oid::PORTABLE, INTEGER leastAssurance }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Portable {
    /// How well an eUICC must keep its key to be given a copy.
    pub least_assurance: Assurance,
}

impl Portable {
    /// As it stands among the metadata.
    #[must_use]
    pub fn item(self) -> VendorSpecific {
        let level = self.least_assurance.level().into();
        let rest = Writer::build(|w| w.nest(0xA1u32, |w| w.uint(Tag::INTEGER, level)));
        VendorSpecific { vendor_oid: oid::PORTABLE.as_bytes().to_vec(), rest }
    }

    /// The mark among these, if it is there and says a level that this version knows: what can't be read allows nothing.
    pub(super) fn among(all: &[VendorSpecific]) -> Option<Self> {
        let item = all.iter().find(|item| item.vendor_oid == oid::PORTABLE.as_bytes())?;
        let data = Reader::new(&item.rest).require(0xA1).ok()?;
        let level = data.children().require(Tag::INTEGER).ok()?.as_u64().ok()?;
        let least_assurance = Assurance::from_level(u8::try_from(level).ok()?)?;
        Some(Self { least_assurance })
    }
}
