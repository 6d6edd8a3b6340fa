use std::fmt;

/// A function of ES2+.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Function {
    /// SGP.22 §5.3.1.
    DownloadOrder,
    /// SGP.22 §5.3.2.
    ConfirmOrder,
    /// SGP.22 §5.3.3.
    CancelOrder,
    /// SGP.22 §5.3.4.
    ReleaseProfile,
    /// SGP.22 §5.3.5: the SM-DP+ calls it. It has no answer but that it has arrived.
    HandleDownloadProgressInfo,
}

impl Function {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::DownloadOrder,
        Self::ConfirmOrder,
        Self::CancelOrder,
        Self::ReleaseProfile,
        Self::HandleDownloadProgressInfo,
    ];

    /// Its name, the last part of its path (SGP.22 §6.5.2).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DownloadOrder => "downloadOrder",
            Self::ConfirmOrder => "confirmOrder",
            Self::CancelOrder => "cancelOrder",
            Self::ReleaseProfile => "releaseProfile",
            Self::HandleDownloadProgressInfo => "handleDownloadProgressInfo",
        }
    }

    /// The function of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.name() == name)
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
