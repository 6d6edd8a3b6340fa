use super::{PeHeader, header};
use crate::error::Problem;
use tlv::{Tag, Tlv};

/// `PE-AKAParameter`.
#[derive(Clone, PartialEq, Eq)]
pub struct AkaElement<'a> {
    /// Number and weight.
    pub header: PeHeader,
    /// The algorithm, or whose it shares.
    pub configuration: AlgoConfiguration<'a>,
    /// `sqnOptions`; default `02`.
    pub sqn_options: u8,
    /// `sqnDelta`; default 2^28.
    pub sqn_delta: u64,
    /// `sqnAgeLimit`; default 2^28.
    pub sqn_age_limit: u64,
    /// `sqnInit`; default 0.
    pub sqn_init: [u64; 32],
}

/// `algoConfiguration`.
#[derive(Clone, PartialEq, Eq)]
pub enum AlgoConfiguration<'a> {
    /// Shared with another application.
    Mapping {
        /// `mappingOptions`.
        options: u8,
        /// AID of the application.
        source: &'a [u8],
    },
    /// Its own.
    Own(AlgoParameter<'a>),
}

/// `AlgoParameter`. Not `Debug`: it holds keys.
#[derive(Clone, PartialEq, Eq)]
pub struct AlgoParameter<'a> {
    /// 1 MILENAGE, 2 TUAK, 3 the test algorithm.
    pub algorithm: u64,
    /// `algorithmOptions`: sizes.
    pub options: u8,
    /// Subscriber key.
    pub key: &'a [u8],
    /// OPc or TOPc.
    pub opc: &'a [u8],
    /// r1 to r5.
    pub rotation: [u8; 5],
    /// c1 to c5.
    pub xoring: [[u8; 16]; 5],
    /// `authCounterMax`.
    pub max_authentications: Option<u32>,
    /// `numberOfKeccak`.
    pub iterations: u8,
}

/// r1 to r5 of TS 35.206 §4.1.
pub(crate) const ROTATION: [u8; 5] = [64, 0, 32, 64, 96];

/// c1 to c5 of TS 35.206 §4.1.
pub(crate) const fn xoring() -> [[u8; 16]; 5] {
    let mut c = [[0; 16]; 5];
    c[1][15] = 1;
    c[2][15] = 2;
    c[3][15] = 4;
    c[4][15] = 8;
    c
}

const DEFAULT_DELTA: u64 = 0x1000_0000;
const LARGEST_SEQ: u64 = 0x07FF_FFFF_FFFF;

impl<'a> AkaElement<'a> {
    pub(crate) fn read(tlv: &Tlv<'a>) -> Result<Self, Problem> {
        let fields = tlv.children();
        let choice = fields.require(0xA1)?.children();
        let configuration = if let Some(own) = choice.find(0xA1)? {
            AlgoConfiguration::Own(AlgoParameter::read(&own)?)
        } else {
            let mapping = choice.require(0xA0)?.children();
            let options = u8::from_be_bytes(mapping.require(0x80)?.as_array()?);
            AlgoConfiguration::Mapping { options, source: mapping.require(0x81)?.value }
        };
        let mut sqn_init = [0; 32];
        if let Some(list) = fields.find(0xA5)? {
            let mut list = list.children();
            for slot in &mut sqn_init {
                *slot = sequence_number(&list.expect(Tag::OCTET_STRING)?)?;
            }
        }
        let number = |tag: u32| fields.find(tag)?.map_or(Ok(DEFAULT_DELTA), |field| sequence_number(&field));
        Ok(Self {
            header: header(tlv)?,
            configuration,
            sqn_options: fields.find(0x82)?.map_or(Ok([2]), |field| field.as_array())?[0],
            sqn_delta: number(0x83)?,
            sqn_age_limit: number(0x84)?,
            sqn_init,
        })
    }
}

impl<'a> AlgoParameter<'a> {
    fn read(tlv: &Tlv<'a>) -> Result<Self, Problem> {
        let fields = tlv.children();
        let mut constants = xoring();
        if let Some(given) = fields.find(0x85)? {
            let given: [u8; 80] = given.as_array()?;
            for (constant, bytes) in constants.iter_mut().zip(given.as_chunks::<16>().0) {
                *constant = *bytes;
            }
        }
        let max_authentications = match fields.find(0x86)? {
            Some(field) => {
                let [a, b, c] = field.as_array()?;
                Some(u32::from_be_bytes([0, a, b, c]))
            }
            None => None,
        };
        let iterations = fields.find(0x87)?.map_or(Ok(1), |field| field.as_u64())?;
        Ok(Self {
            algorithm: fields.require(0x80)?.as_u64()?,
            options: u8::from_be_bytes(fields.require(0x81)?.as_array()?),
            key: fields.require(0x82)?.value,
            opc: fields.require(0x83)?.value,
            rotation: fields.find(0x84)?.map_or(Ok(ROTATION), |field| field.as_array())?,
            xoring: constants,
            max_authentications,
            iterations: u8::try_from(iterations).map_err(|_| Problem::Value("numberOfKeccak"))?,
        })
    }
}

/// Six bytes, at most 43 bits.
fn sequence_number(tlv: &Tlv<'_>) -> Result<u64, Problem> {
    let bytes: [u8; 6] = tlv.as_array()?;
    match bytes.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)) {
        number @ 0..=LARGEST_SEQ => Ok(number),
        _ => Err(Problem::Value("a sequence number")),
    }
}
