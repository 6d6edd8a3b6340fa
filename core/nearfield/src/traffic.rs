use crate::FrameRefused;
use std::collections::BTreeMap;

/// What one side has sent and received over all its links, in bytes of whole frames.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Bytes sent in packets.
    pub packet_bytes: u64,
    /// Bytes sent in handshakes.
    pub handshake_bytes: u64,
    /// Frames sent.
    pub frames: u64,
    /// Handshakes begun; a kiosk counts none.
    pub handshakes: u64,
    /// Frames taken.
    pub taken: u64,
    /// Frames thrown away, by the check that did.
    pub refused: BTreeMap<FrameRefused, u64>,
}

impl Traffic {
    pub(crate) fn sent(&mut self, frame: &[u8]) {
        let size = frame.len() as u64;
        self.frames += 1;
        if frame.first() == Some(&crate::wire::frame::PACKET) {
            self.packet_bytes += size;
        } else {
            self.handshake_bytes += size;
        }
    }

    pub(crate) fn received(&mut self, result: Result<(), FrameRefused>) {
        match result {
            Ok(()) => self.taken += 1,
            Err(why) => *self.refused.entry(why).or_default() += 1,
        }
    }
}
