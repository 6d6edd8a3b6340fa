use crate::error::Problem;
use model::Iccid;
use tlv::Tlv;

/// `ProfileHeader`: what the package is, and what the card must have for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header<'a> {
    /// Major version of the package format; 2 and 3 are known.
    pub major: u8,
    /// Minor version.
    pub minor: u8,
    /// A name for people.
    pub profile_type: &'a str,
    /// The profile's number.
    pub iccid: Iccid,
    /// `eUICC-Mandatory-services`, by number.
    pub services: Vec<Service>,
    /// `eUICC-Mandatory-GFSTEList`: OBJECT IDENTIFIERs of file templates, content bytes.
    pub templates: Vec<&'a [u8]>,
    /// `eUICC-Mandatory-AIDs`: load packages that must be on the card.
    pub libraries: Vec<&'a [u8]>,
    /// Whether `iotOptions` says that this is an IoT Minimal Profile.
    pub iot_minimal: bool,
}

/// A service of `ServicesList`, by its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Service(pub u8);

impl Service {
    /// USIM.
    pub const USIM: Self = Self(1);
    /// ISIM.
    pub const ISIM: Self = Self(2);
    /// CSIM.
    pub const CSIM: Self = Self(3);
    /// MILENAGE.
    pub const MILENAGE: Self = Self(4);
    /// TUAK with keys of 128 bits.
    pub const TUAK128: Self = Self(5);
    /// Java Card.
    pub const JAVACARD: Self = Self(11);
    /// MULTOS.
    pub const MULTOS: Self = Self(12);
    /// Several USIMs.
    pub const MULTIPLE_USIM: Self = Self(13);
    /// Several ISIMs.
    pub const MULTIPLE_ISIM: Self = Self(14);
    /// Several CSIMs.
    pub const MULTIPLE_CSIM: Self = Self(15);
    /// TUAK with keys of 256 bits.
    pub const TUAK256: Self = Self(16);
    /// The test algorithm of TS 34.108.
    pub const USIM_TEST: Self = Self(17);
    /// BER-TLV files.
    pub const BER_TLV: Self = Self(18);
    /// Links to directories.
    pub const DF_LINK: Self = Self(19);
    /// GET IDENTITY.
    pub const GET_IDENTITY: Self = Self(21);
    /// SUCI by profile A.
    pub const PROFILE_A: Self = Self(22);
    /// SUCI by profile B.
    pub const PROFILE_B: Self = Self(23);

    /// Whether this card does the service. CSIM stands for its files: CAVE, which is a service of its own, is not done.
    /// A runtime is judged where an application asks for one, since test profiles name it without using it.
    #[must_use]
    pub const fn supported(self) -> bool {
        matches!(
            self,
            Self::USIM
                | Self::ISIM
                | Self::CSIM
                | Self::MILENAGE
                | Self::TUAK128
                | Self::JAVACARD
                | Self::MULTOS
                | Self::MULTIPLE_USIM
                | Self::MULTIPLE_ISIM
                | Self::MULTIPLE_CSIM
                | Self::TUAK256
                | Self::USIM_TEST
                | Self::BER_TLV
                | Self::DF_LINK
                | Self::GET_IDENTITY
                | Self::PROFILE_A
                | Self::PROFILE_B
        )
    }
}

impl<'a> Header<'a> {
    pub(crate) fn read(tlv: &Tlv<'a>) -> Result<Self, Problem> {
        let fields = tlv.children();
        let version = |tag: u32| -> Result<u8, Problem> {
            u8::try_from(fields.require(tag)?.as_u64()?).map_err(|_| Problem::Value("version"))
        };
        let iccid = fields.require(0x83)?;
        let mut services = Vec::new();
        let mut listed = fields.require(0xA5)?.children();
        while let Some(service) = listed.next()? {
            services.push(Service(service_number(service.tag.0)?));
        }
        let mut templates = Vec::new();
        let mut listed = fields.require(0xA6)?.children();
        while let Some(template) = listed.next()? {
            templates.push(template.expect_tag(tlv::Tag::OID)?.value);
        }
        let mut libraries = Vec::new();
        if let Some(list) = fields.find(0xA8)? {
            let mut list = list.children();
            while let Some(library) = list.next()? {
                libraries.push(library.expect_tag(tlv::Tag::SEQUENCE)?.children().require(0x80)?.value);
            }
        }
        Ok(Self {
            major: version(0x80)?,
            minor: version(0x81)?,
            profile_type: fields.find(0x82)?.map(|text| text.as_str()).transpose()?.unwrap_or_default(),
            iccid: Iccid::from_ef(&swapped(iccid.as_array()?)).map_err(|_| Problem::Value("iccid"))?,
            services,
            templates,
            libraries,
            iot_minimal: fields.find(0xA9)?.is_some(),
        })
    }
}

/// The header has the ICCID's digits in their order, EF.ICCID has them swapped in each byte.
pub(crate) const fn swapped(mut iccid: [u8; 10]) -> [u8; 10] {
    let mut i = 0;
    while i < iccid.len() {
        iccid[i] = iccid[i].rotate_left(4);
        i += 1;
    }
    iccid
}

/// `[n] NULL`: 80 to 9E, or 9Fnn from 31 on.
fn service_number(tag: u32) -> Result<u8, Problem> {
    match tag {
        0x80..=0x9E => Ok((tag & 0x1F) as u8),
        0x9F1F..=0x9F7F => Ok((tag & 0x7F) as u8),
        _ => Err(Problem::Value("eUICC-Mandatory-services")),
    }
}
