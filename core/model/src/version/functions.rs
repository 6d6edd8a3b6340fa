use super::{BadVersion, VersionNumber};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// The function of downloading profiles: the first bit of a bitmap.
pub const PROFILE_DOWNLOAD: &str = "profileDownload";
/// The function of remote profile management: the second bit of a bitmap.
pub const RPM: &str = "rpm";

/// What the bits of a bitmap mean, the first bit first.
const POSITIONS: [&str; 2] = [PROFILE_DOWNLOAD, RPM];
/// Bits that a bitmap may have. Those without a name yet are kept as `bit2`, `bit3`, …
const MAX_BITS: usize = 32;
const MAX_NAMES: usize = 32;
const MAX_NAME: usize = 32;

/// The functions that a version offers. A function that we don't know is kept: its peer may.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionSet(BTreeSet<Function>);

/// A function with a place in the bitmap comes before those that have a name only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Function {
    At(usize),
    Named(String),
}

impl Function {
    fn from_name(name: &str) -> Result<Self, BadVersion> {
        if let Some(at) = POSITIONS.iter().position(|known| *known == name) {
            return Ok(Self::At(at));
        }
        if let Some(at) = unnamed_place(name) {
            return Ok(Self::At(at));
        }
        let mut bytes = name.bytes();
        let starts = bytes.next().is_some_and(|b| b.is_ascii_alphabetic());
        let goes_on = bytes.all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if starts && goes_on && name.len() <= MAX_NAME && !VersionNumber::is_meant(name) {
            Ok(Self::Named(name.to_owned()))
        } else {
            Err(BadVersion::Function)
        }
    }
}

/// The place that `bit2`, `bit3`, … speak of.
fn unnamed_place(name: &str) -> Option<usize> {
    let digits = name.strip_prefix("bit").filter(|n| n.bytes().all(|b| b.is_ascii_digit()))?;
    digits.parse().ok().filter(|at| *at < MAX_BITS)
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(at) => match POSITIONS.get(*at) {
                Some(name) => f.write_str(name),
                None => write!(f, "bit{at}"),
            },
            Self::Named(name) => f.write_str(name),
        }
    }
}

impl FunctionSet {
    /// The functions with these names, such as [`PROFILE_DOWNLOAD`] and [`RPM`].
    ///
    /// # Errors
    /// [`BadVersion::Function`] if one is no name, or there are too many.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, BadVersion> {
        let set = names.into_iter().take(MAX_NAMES + 1).map(Function::from_name).collect::<Result<BTreeSet<_>, _>>()?;
        if set.len() > MAX_NAMES { Err(BadVersion::Function) } else { Ok(Self(set)) }
    }

    /// From the content of an ASN.1 BIT STRING: the count of unused bits, then the bits, the first one highest.
    ///
    /// # Errors
    /// [`BadVersion::Bitmap`] if it is malformed or longer than 32 bits.
    pub fn from_bit_string(content: &[u8]) -> Result<Self, BadVersion> {
        let (&unused, bits) = content.split_first().ok_or(BadVersion::Bitmap)?;
        if unused > 7 || (bits.is_empty() && unused != 0) || bits.len() * 8 > MAX_BITS {
            return Err(BadVersion::Bitmap);
        }
        let count = bits.len() * 8 - usize::from(unused);
        let is_set = |at: usize| bits.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1);
        Ok(Self((0..count).filter(|at| is_set(*at)).map(Function::At).collect()))
    }

    /// The content of an ASN.1 BIT STRING in DER (no trailing zero bits). Functions that have a name only are left out.
    #[must_use]
    pub fn to_bit_string(&self) -> Vec<u8> {
        let places: Vec<usize> =
            self.0.iter().filter_map(|f| if let Function::At(at) = f { Some(*at) } else { None }).collect();
        let count = places.last().map_or(0, |last| last + 1);
        let mut out = vec![0; 1 + count.div_ceil(8)];
        out[0] = ((8 - count % 8) % 8) as u8;
        for at in places {
            out[1 + at / 8] |= 0x80 >> (at % 8);
        }
        out
    }

    /// Whether the function of this name is in it.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        Function::from_name(name).is_ok_and(|function| self.0.contains(&function))
    }

    /// The functions that both have.
    #[must_use]
    pub fn shared(&self, other: &Self) -> Self {
        Self(self.0.intersection(&other.0).cloned().collect())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their names, those with a place in the bitmap first.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(ToString::to_string)
    }
}

impl FromStr for FunctionSet {
    type Err = BadVersion;

    /// `profileDownload,rpm`, or a bitmap as `11` or `1,0`.
    fn from_str(text: &str) -> Result<Self, BadVersion> {
        if text.starts_with(['0', '1']) { bitmap(text) } else { Self::from_names(text.split(',')) }
    }
}

/// `11` or `1,1`, the first function first.
fn bitmap(text: &str) -> Result<FunctionSet, BadVersion> {
    let bits: Vec<&str> =
        if text.contains(',') { text.split(',').collect() } else { text.split_inclusive(|_| true).collect() };
    if bits.len() > MAX_BITS || bits.iter().any(|bit| *bit != "0" && *bit != "1") {
        return Err(BadVersion::Bitmap);
    }
    Ok(FunctionSet(bits.iter().enumerate().filter(|(_, bit)| **bit == "1").map(|(at, _)| Function::At(at)).collect()))
}

impl fmt::Display for FunctionSet {
    /// Names with commas between; `0`, the empty bitmap, where there is none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("0");
        }
        f.write_str(&self.names().collect::<Vec<_>>().join(","))
    }
}
