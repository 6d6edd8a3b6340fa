//! What a link must do: carry frames. A new link (BLE, Wi-Fi Direct, NFC) is one implementation of [`Link`].

use async_trait::async_trait;

/// Why a link carries nothing any more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The peer is gone or the radio dropped; connecting again may help.
    #[error("the link is lost: {0}")]
    Lost(String),
    /// A frame is longer than the link's MTU; the sender is at fault.
    #[error("a frame of {size} bytes does not fit the link's {mtu}")]
    TooLong {
        /// The frame's size.
        size: usize,
        /// The link's limit.
        mtu: usize,
    },
}

impl LinkError {
    /// Whether another link may do better.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::Lost(_))
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Lost(_) => "Check that the kiosk is on and near, then try again.",
            Self::TooLong { .. } => "Report it: this is a mistake in the program.",
        }
    }
}

/// Carries frames between a phone and a kiosk. It may drop, reorder, double or damage them: the protocol mends that.
#[async_trait]
pub trait Link: Send {
    /// The longest frame, in bytes.
    fn mtu(&self) -> usize;

    /// Sends one frame; waits while the link is full.
    async fn send(&mut self, frame: &[u8]) -> Result<(), LinkError>;

    /// The next frame. Dropping the future loses nothing.
    async fn receive(&mut self) -> Result<Vec<u8>, LinkError>;
}
