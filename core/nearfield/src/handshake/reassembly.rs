use super::noise::MAX_MESSAGE;
use crate::{FrameRefused, wire::frame::Handshake};

/// Puts the fragments of one handshake message together. A fragment of another attempt begins anew: nothing proves a
/// fragment true before the whole message authenticates, so nothing may be held against the next one.
#[derive(Debug, Default)]
pub(crate) struct Reassembly {
    key: Option<(Handshake, [u8; 4], u8)>,
    parts: Vec<Option<Vec<u8>>>,
}

impl Reassembly {
    /// Takes a fragment; gives the message once it is whole.
    ///
    /// # Errors
    /// [`FrameRefused::BadFragment`] if the message gets too long.
    pub(crate) fn take(
        &mut self,
        message: Handshake,
        attempt: [u8; 4],
        (index, count): (u8, u8),
        bytes: &[u8],
    ) -> Result<Option<Vec<u8>>, FrameRefused> {
        let key = Some((message, attempt, count));
        if self.key != key {
            self.key = key;
            self.parts = vec![None; count.into()];
        }
        let held: usize = self.parts.iter().flatten().map(Vec::len).sum();
        if held + bytes.len() > MAX_MESSAGE {
            self.clear();
            return Err(FrameRefused::BadFragment);
        }
        let part = self.parts.get_mut(usize::from(index)).ok_or(FrameRefused::BadFragment)?;
        *part = Some(bytes.to_vec());
        if self.parts.iter().any(Option::is_none) {
            return Ok(None);
        }
        let whole = self.parts.iter().flatten().flatten().copied().collect();
        self.clear();
        Ok(Some(whole))
    }

    fn clear(&mut self) {
        self.key = None;
        self.parts.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::frame::{Frame, fragments};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn fragments_in_any_order_make_the_message(
            message in proptest::collection::vec(any::<u8>(), 1..MAX_MESSAGE), max_frame in 128usize..2_000, seed: u64,
        ) {
            let mut frames = fragments(Handshake::Answer, [7; 4], &message, max_frame);
            let n = frames.len();
            frames.rotate_left(seed as usize % n);
            let mut reassembly = Reassembly::default();
            for (i, frame) in frames.iter().enumerate() {
                prop_assert!(frame.len() <= max_frame);
                let Ok(Frame::Fragment { message: kind, attempt, index, count, bytes }) = Frame::parse(frame) else {
                    panic!("own frame");
                };
                let whole = reassembly.take(kind, attempt, (index, count), bytes).expect("within limits");
                prop_assert_eq!(whole, (i + 1 == n).then(|| message.clone()));
            }
        }
    }

    #[test]
    fn a_message_without_end_is_refused() {
        let mut reassembly = Reassembly::default();
        let refused = (0..=254).any(|i| reassembly.take(Handshake::Hello, [0; 4], (i, 255), &[0; 1000]).is_err());
        assert!(refused);
    }
}
