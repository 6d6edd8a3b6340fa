use super::MTU;

/// A frame on its way out, piece by piece.
#[derive(Debug, Default)]
pub(super) struct Out {
    frame: Vec<u8>,
    at: usize,
}

impl Out {
    pub(super) const fn is_empty(&self) -> bool {
        self.at >= self.frame.len()
    }

    pub(super) fn put(&mut self, frame: Vec<u8>) {
        (self.frame, self.at) = (frame, 0);
    }

    /// The next piece of at most `room` bytes; empty if there is none.
    pub(super) fn next(&mut self, room: usize) -> Vec<u8> {
        let end = (self.at + room).min(self.frame.len());
        let piece = self.frame.get(self.at..end).unwrap_or_default().to_vec();
        self.at = end;
        piece
    }
}

/// A frame on its way in.
#[derive(Debug, Default)]
pub(super) struct In(Vec<u8>);

impl In {
    /// Takes a piece; gives the frame behind its last one. A frame that gets too long is thrown away.
    pub(super) fn take(&mut self, piece: &[u8], more: bool) -> Option<Vec<u8>> {
        if self.0.len() <= MTU {
            self.0.extend_from_slice(piece);
        }
        if more {
            return None;
        }
        Some(std::mem::take(&mut self.0)).filter(|frame| !frame.is_empty() && frame.len() <= MTU)
    }
}
