use super::{FunctionSet, VersionNumber};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A version as it is written and negotiated (E4): a number, the functions it stands for, or both; never neither.
///
/// Written `v3.0.0`, `3.0`, `v3.0.0;11`, `v3.0.0,11`, `v3.0.0,profileDownload,rpm`, `profileDownload,rpm`, `11` or
/// `1,0`. Ones and zeros alone are a bitmap: as a number they need a `v` or a dot. Two values are equal (`==`) only if
/// they say exactly the same; [`same`](Self::same) and [`supports`](Self::supports) are what negotiation asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VersionSpec(Form);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Form {
    Number(VersionNumber),
    Functions(FunctionSet),
    Both(VersionNumber, FunctionSet),
}

/// Why a text or bytes are not a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadVersion {
    /// The number is not `major.minor.revision`, each 0 to 255.
    #[error("a version number is written major.minor.revision, each 0 to 255, such as v3.0.0")]
    Number,
    /// A function's name is not letters, digits, `-` and `_` (32 at most, a letter first), or there are more than 32.
    #[error("a function is named by up to 32 letters, digits, - and _, such as profileDownload")]
    Function,
    /// A bitmap is not ones and zeros, 32 at most.
    #[error("a bitmap of functions is written with up to 32 ones and zeros, such as 11 or 1,0")]
    Bitmap,
    /// `VersionType` is not three bytes.
    #[error("an encoded version is three bytes")]
    Length,
}

impl BadVersion {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Number | Self::Function | Self::Bitmap => "Write it as the message shows.",
            Self::Length => "Report it to the maker of the program that sent it.",
        }
    }
}

impl VersionSpec {
    /// A number alone.
    #[must_use]
    pub const fn number_only(number: VersionNumber) -> Self {
        Self(Form::Number(number))
    }

    /// A list of functions alone.
    #[must_use]
    pub const fn functions_only(functions: FunctionSet) -> Self {
        Self(Form::Functions(functions))
    }

    /// A number and its functions.
    #[must_use]
    pub const fn with_functions(number: VersionNumber, functions: FunctionSet) -> Self {
        Self(Form::Both(number, functions))
    }

    /// The number, if one is given.
    #[must_use]
    pub const fn number(&self) -> Option<VersionNumber> {
        match &self.0 {
            Form::Number(number) | Form::Both(number, _) => Some(*number),
            Form::Functions(_) => None,
        }
    }

    /// The functions, if they are listed.
    #[must_use]
    pub const fn functions(&self) -> Option<&FunctionSet> {
        match &self.0 {
            Form::Functions(functions) | Form::Both(_, functions) => Some(functions),
            Form::Number(_) => None,
        }
    }

    /// Whether the two are the same version: their numbers have the same major, or their lists are equal.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        let numbers = self.number().zip(other.number()).is_some_and(|(a, b)| a.major == b.major);
        numbers || self.functions().zip(other.functions()).is_some_and(|(a, b)| a == b)
    }

    /// Whether one who has `self` can work with `other`: they are the same, or their lists share a function.
    #[must_use]
    pub fn supports(&self, other: &Self) -> bool {
        self.same(other) || self.shared_functions(other).is_some_and(|shared| !shared.is_empty())
    }

    /// Whether a server with `self` answers a phone that offers `lone` and nothing else: it supports it, and if both
    /// list functions, they share one.
    #[must_use]
    pub fn supports_lone(&self, lone: &Self) -> bool {
        self.supports(lone) && self.shared_functions(lone).is_none_or(|shared| !shared.is_empty())
    }

    /// The functions that both list; `None` if one of them lists none.
    #[must_use]
    pub fn shared_functions(&self, other: &Self) -> Option<FunctionSet> {
        self.functions().zip(other.functions()).map(|(a, b)| a.shared(b))
    }
}

impl FromStr for VersionSpec {
    type Err = BadVersion;

    fn from_str(text: &str) -> Result<Self, BadVersion> {
        let (head, tail) = match text.split_once([';', ',']) {
            Some((head, tail)) => (head, Some(tail)),
            None => (text, None),
        };
        if !VersionNumber::is_meant(head) {
            return text.parse().map(Self::functions_only);
        }
        let number = head.parse()?;
        Ok(match tail {
            Some(functions) => Self::with_functions(number, functions.parse()?),
            None => Self::number_only(number),
        })
    }
}

impl fmt::Display for VersionSpec {
    /// The canonical form: `v3.0.0,profileDownload,rpm`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Number(number) => number.fmt(f),
            Form::Functions(functions) => functions.fmt(f),
            Form::Both(number, functions) => write!(f, "{number},{functions}"),
        }
    }
}

impl TryFrom<String> for VersionSpec {
    type Error = BadVersion;

    fn try_from(text: String) -> Result<Self, BadVersion> {
        text.parse()
    }
}

impl From<VersionSpec> for String {
    fn from(version: VersionSpec) -> Self {
        version.to_string()
    }
}

impl From<VersionNumber> for VersionSpec {
    fn from(number: VersionNumber) -> Self {
        Self::number_only(number)
    }
}
