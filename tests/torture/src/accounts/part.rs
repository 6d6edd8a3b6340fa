use std::fmt;

/// Who dies, in doing what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The phone, or the kiosk, whose command it is.
    Own(&'static str),
    /// The cloud, while somebody does it.
    Cloud(&'static str),
}

impl Part {
    /// What is done.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::Own(what) | Self::Cloud(what) => what,
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own(what) => f.write_str(what),
            Self::Cloud(what) => write!(f, "cloud, during {what}"),
        }
    }
}
